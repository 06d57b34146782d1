import { openFile, openStream } from "#platform";
import type { OpenFile, RangeSource } from "../platform/platform.js";

/**
 * What `create` takes as a stream of bytes: a Node or web stream, a Blob, an open file (a `FileHandle`). Only
 * the Blob where there are no files, as in a browser.
 */
export type StreamSource = AsyncIterable<Uint8Array> | Blob | OpenFile;

/** Whether data is a stream of bytes rather than a payload of the data model. */
export function isStreamSource(data: unknown): data is StreamSource {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  return Symbol.asyncIterator in data || isBlob(data) || isOpenFile(data);
}

/**
 * Opens a stream so that its length is known and it can be read twice: a Blob and a file as they are,
 * any other through a temporary file.
 *
 * @param check is told the length, and throws where it is too much
 * @throws {InvalidData} for a stream of anything but bytes
 * @throws {UnsupportedOperation} where there are no files
 */
export async function openSource(
  source: StreamSource,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  if (isBlob(source)) {
    check(source.size);
    const read = (start: number, end: number) => readBlob(source, start, end);
    return { length: source.size, read, close: async () => {} };
  }
  if (isOpenFile(source)) return openFile(source, check, signal);
  return openStream(source, check, signal);
}

const CHUNK = 256 * 1024;

/** Not by its stream, which is no async iterable in every browser. */
async function* readBlob(blob: Blob, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += CHUNK) {
    yield new Uint8Array(await blob.slice(at, Math.min(at + CHUNK, end)).arrayBuffer());
  }
}

function isBlob(value: object): value is Blob {
  return "arrayBuffer" in value && "slice" in value && "size" in value && "stream" in value;
}

function isOpenFile(value: object): value is OpenFile {
  return "createReadStream" in value && "stat" in value && "fd" in value;
}
