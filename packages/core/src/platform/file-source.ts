import { Buffer } from "node:buffer";
import { InvalidData } from "../errors.js";
import type { OpenFile, RangeSource } from "./platform.js";
import { spool } from "./spool.js";

/** Opens a stream of unknown length, through a temporary file. */
export async function openStream(
  chunks: AsyncIterable<unknown>,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  const { file, length, close } = await spool(chunks, check, signal);
  return { length, read: (start, end) => readFile(file, start, end), close };
}

/** Opens a file as it is. */
export async function openFile(
  file: OpenFile,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  const stats = await file.stat({ bigint: true });
  // A pipe or a device has no length to go by.
  if (!stats.isFile()) {
    return openStream(file.createReadStream({ autoClose: false }), check, signal);
  }
  const length = Number(stats.size);
  check(length);
  const unchanged = async () => {
    const { size, mtimeNs } = await file.stat({ bigint: true });
    if (size === stats.size && mtimeNs === stats.mtimeNs) return;
    throw new InvalidData("the file was changed while it was being stashed: stash it again");
  };
  const read = (start: number, end: number) => readFile(file, start, end, unchanged);
  return { length, read, close: async () => {} };
}

const CHUNK = 256 * 1024;

/**
 * The bytes of a file from `start` up to `end`, wherever the handle's own position is.
 *
 * @param unchanged is asked before the last of them are given; it throws where the file is no longer
 *   what it was
 */
async function* readFile(
  file: OpenFile,
  start: number,
  end: number,
  unchanged = async () => {},
): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end;) {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK, end - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    position += bytesRead;
    if (bytesRead === 0 || position === end) await unchanged();
    if (bytesRead === 0) throw new Error(`the file ended at byte ${position}`);
    yield chunk.subarray(0, bytesRead);
  }
}
