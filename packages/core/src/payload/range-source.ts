import type { FileHandle } from "node:fs/promises";
import { InvalidData } from "../errors.js";
import { spool } from "./spool.js";

/** What `create` takes as a stream of bytes: a Node or web stream, a Blob, an open file. */
export type StreamSource = AsyncIterable<Uint8Array> | Blob | FileHandle;

/** Bytes that can be read in part, and again. */
export interface RangeSource {
  readonly length: number;
  /** From `start` up to but not including `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
  /** Frees what was opened for it; what the caller gave stays open. */
  readonly close: () => Promise<void>;
}

/** Whether data is a stream of bytes rather than a payload of the data model. */
export function isStreamSource(data: unknown): data is StreamSource {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  return Symbol.asyncIterator in data || isBlob(data) || isFileHandle(data);
}

/**
 * Opens a stream so that its length is known and it can be read twice: a Blob and a file as they are,
 * any other through a temporary file.
 *
 * @param check is told the length, and throws where it is too much
 * @throws {InvalidData} for a stream of anything but bytes
 */
export async function openSource(
  source: StreamSource,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  if (isBlob(source)) {
    check(source.size);
    // Web streams are async iterables in Node; the DOM's types do not say so.
    const read = (start: number, end: number) =>
      source.slice(start, end).stream() as unknown as AsyncIterable<Uint8Array>;
    return { length: source.size, read, close: async () => {} };
  }
  if (isFileHandle(source)) {
    const stats = await source.stat({ bigint: true });
    if (stats.isFile()) {
      const length = Number(stats.size);
      check(length);
      const unchanged = async () => {
        const { size, mtimeNs } = await source.stat({ bigint: true });
        if (size === stats.size && mtimeNs === stats.mtimeNs) return;
        throw new InvalidData("the file was changed while it was being stashed: stash it again");
      };
      const read = (start: number, end: number) => readFile(source, start, end, unchanged);
      return { length, read, close: async () => {} };
    }
  }
  // A pipe or a device has no length to go by.
  const chunks = isFileHandle(source) ? source.createReadStream({ autoClose: false }) : source;
  const { file, length, close } = await spool(chunks, check, signal);
  return { length, read: (start, end) => readFile(file, start, end), close };
}

const CHUNK = 256 * 1024;

/**
 * The bytes of a file from `start` up to `end`, wherever the handle's own position is.
 *
 * @param unchanged is asked before the last of them are given; it throws where the file is no longer
 *   what it was
 */
async function* readFile(
  file: FileHandle,
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

function isBlob(value: object): value is Blob {
  return "arrayBuffer" in value && "slice" in value && "size" in value && "stream" in value;
}

function isFileHandle(value: object): value is FileHandle {
  return "createReadStream" in value && "stat" in value && "fd" in value;
}
