import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidData } from "./errors.js";
import { fileSource, type RangeSource } from "./range-source.js";

/**
 * Writes a stream to a temporary file, so that its length is known and it can be read again. The
 * file has no name any more when the first byte is written (where the platform allows it): nobody
 * else can open it, and a crash leaves nothing.
 *
 * @param check is told the length so far, and throws where it is too much
 */
export async function spool(
  chunks: AsyncIterable<unknown>,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  const path = join(tmpdir(), `kstash-${randomUUID()}`);
  const handle = await open(path, "wx+", 0o600);
  const unlinked = await unlink(path).then(
    () => true,
    () => false,
  );
  const close = async () => {
    await handle.close();
    if (!unlinked) await unlink(path);
  };
  try {
    const length = await fill(handle, chunks, check, signal);
    return fileSource(handle, length, { settled: async () => {}, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(
  handle: FileHandle,
  chunks: AsyncIterable<unknown>,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (!(chunk instanceof Uint8Array)) {
      throw new InvalidData(
        `the data is a stream of ${typeof chunk}s: a stream of bytes (Uint8Array, Buffer) can be stashed`,
      );
    }
    check(length + chunk.length);
    for (let written = 0; written < chunk.length;) {
      const { bytesWritten } = await handle.write(chunk, written, chunk.length - written, length);
      written += bytesWritten;
      length += bytesWritten;
    }
  }
  return length;
}
