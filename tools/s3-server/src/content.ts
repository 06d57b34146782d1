import type { Chunks } from "./answer.js";

/** Bytes that were stored: immutable, in memory or in a file. */
export interface Content {
  readonly size: number;
  /** The bytes from `start` to before `end`. */
  read(start: number, end: number): Chunks;
  /** The same bytes once more, with a life of their own; nothing is copied. */
  copy(): Content;
  /** Gives the room back. Who reads already reads on. */
  dispose(): void;
}

/** Takes bytes in as they arrive. */
export interface ContentWriter {
  write(chunk: Buffer): void | Promise<void>;
  finish(): Promise<Content>;
  /** Gives the room back, as nothing will be made of the bytes. */
  abandon(): Promise<void>;
}

/** Where bytes are kept. */
export interface Storage {
  writer(): ContentWriter;
}

/** The parts one after the other, as one content; it takes them over. */
export function joinContents(parts: readonly Content[]): Content {
  if (parts.length === 1 && parts[0]) return parts[0];
  return {
    size: parts.reduce((sum, part) => sum + part.size, 0),
    read: (start, end) => readParts(parts, start, end),
    copy: () => joinContents(parts.map((part) => part.copy())),
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

async function* readParts(parts: readonly Content[], start: number, end: number) {
  let offset = 0;
  for (const part of parts) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, part.size);
    if (from < to) yield* part.read(from, to);
    offset += part.size;
  }
}
