import type { FileHandle } from "node:fs/promises";
import { InvalidData } from "./errors.js";
import { blobSource, fileSource, type RangeSource } from "./range-source.js";
import { spool } from "./spool.js";

/** What `create` takes as a stream of bytes: a Node or web stream, a Blob, an open file. */
export type StreamSource = AsyncIterable<Uint8Array> | Blob | FileHandle;

/** Whether data is a stream of bytes rather than a payload of the data model. */
export function isStreamSource(data: unknown): data is StreamSource {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  return isIterable(data) || isBlob(data) || isFileHandle(data);
}

/**
 * The source as something of known length that can be read twice: a Blob and a file as they are, a
 * stream through a temporary file.
 *
 * @throws {InvalidData} for a stream of anything but bytes
 */
export async function openSource(
  source: StreamSource,
  check: (length: number) => void,
  signal: AbortSignal | undefined,
): Promise<RangeSource> {
  if (isBlob(source)) {
    check(source.size);
    return blobSource(source);
  }
  if (!isFileHandle(source)) return spool(source, check, signal);
  const before = await source.stat({ bigint: true });
  // A pipe or a device has no length to go by.
  if (!before.isFile()) return spool(source.createReadStream({ autoClose: false }), check, signal);
  const length = Number(before.size);
  check(length);
  return fileSource(source, length, {
    close: async () => {},
    async settled() {
      const { size, mtimeNs } = await source.stat({ bigint: true });
      if (size === before.size && mtimeNs === before.mtimeNs) return;
      throw new InvalidData("the file was changed while it was being stashed: stash it again");
    },
  });
}

function isIterable(value: object): value is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in value;
}

function isBlob(value: object): value is Blob {
  return "arrayBuffer" in value && "slice" in value && "size" in value && "stream" in value;
}

function isFileHandle(value: object): value is FileHandle {
  return "createReadStream" in value && "stat" in value && "fd" in value;
}
