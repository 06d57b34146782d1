import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidData } from "../errors.js";

/**
 * Writes a stream to a temporary file, which is removed from its folder before the first byte is
 * written: nobody else can open it, and a crash leaves nothing behind.
 *
 * @param check is told the length so far, and throws where it is too much
 * @throws {InvalidData} for a stream of anything but bytes
 */
export async function spool(
  chunks: AsyncIterable<unknown>,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<{ file: FileHandle; length: number; close: () => Promise<void> }> {
  const path = join(tmpdir(), `kstash-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  // Windows removes no file that is open: there it goes when it is closed.
  await rm(path, { force: true }).catch(() => {});
  const close = async () => {
    await file.close();
    await rm(path, { force: true });
  };
  try {
    let length = 0;
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      if (!(chunk instanceof Uint8Array)) {
        throw new InvalidData(
          `the data is a stream of ${typeof chunk}s: a stream of bytes (Uint8Array, Buffer) can be stashed`,
        );
      }
      length += chunk.length;
      check(length);
      await file.appendFile(chunk);
    }
    return { file, length, close };
  } catch (error) {
    await close();
    throw error;
  }
}
