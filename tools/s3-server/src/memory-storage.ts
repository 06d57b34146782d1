import type { Content, Storage } from "./content.js";

/** Keeps the chunks as the socket gave them: a large body is never copied into one piece. */
export const memoryStorage: Storage = {
  writer() {
    const chunks: Buffer[] = [];
    return {
      write: (chunk) => void chunks.push(own(chunk)),
      finish: async () => memoryContent(chunks),
      abandon: async () => void (chunks.length = 0),
    };
  },
};

function memoryContent(chunks: readonly Buffer[]): Content {
  const content: Content = {
    size: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    read: (start, end) => slice(chunks, start, end),
    copy: () => content,
    dispose: () => {},
  };
  return content;
}

function slice(chunks: readonly Buffer[], start: number, end: number): Buffer[] {
  const taken: Buffer[] = [];
  let offset = 0;
  for (const chunk of chunks) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, chunk.length);
    if (from < to) taken.push(chunk.subarray(from, to));
    offset += chunk.length;
  }
  return taken;
}

// A small piece of a large buffer (64 KiB of a socket) would keep all of it alive.
function own(chunk: Buffer): Buffer {
  return chunk.length * 2 < chunk.buffer.byteLength ? Buffer.from(chunk) : chunk;
}
