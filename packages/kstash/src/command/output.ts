import type { Readable, Writable } from "node:stream";

/**
 * Prints at the reader's pace.
 *
 * @throws whatever the source fails with, or the output: see {@link isClosedOutput}
 */
export async function print(
  output: Writable,
  content: string | Uint8Array | Readable,
): Promise<void> {
  if (typeof content === "string" || content instanceof Uint8Array) return write(output, content);
  for await (const chunk of content) await write(output, chunk as Uint8Array);
}

/** Whether printing failed because nobody reads any more, as `head` after its last line. */
export function isClosedOutput(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === "ERR_STREAM_DESTROYED") return true;
  // ECONNRESET: the output is a socket. EOF: on Windows.
  return syscall === "write" && ["EPIPE", "ECONNRESET", "EOF"].includes(code ?? "");
}

function write(output: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
