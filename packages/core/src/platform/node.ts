// See platform.ts. Node's own functions are passed on as they are wherever they fit.
import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";
import { Readable } from "node:stream";
import { inspect, types } from "node:util";

export { isUtf8 } from "node:buffer";
export { createHash } from "node:crypto";
export { tracingChannel } from "node:diagnostics_channel";
export { setImmediate as nextTurn } from "node:timers/promises";
export { openFile, openStream } from "./file-source.js";

export const { isArrayBuffer, isDate, isUint8Array } = types;

export function randomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length));
}

export function allocate(length: number): Uint8Array {
  return Buffer.allocUnsafeSlow(length);
}

export function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  return viewOf(bytes).indexOf(part, from);
}

export function decodeUtf8(bytes: Uint8Array): string {
  return viewOf(bytes).toString();
}

export function utf8Length(text: string): number {
  return Buffer.byteLength(text);
}

export function latin1Of(bytes: Uint8Array): (start: number, end: number) => string {
  const view = viewOf(bytes);
  return (start, end) => view.toString("latin1", start, end);
}

export function isBufferPrototype(prototype: unknown): boolean {
  return prototype === Buffer.prototype;
}

/** Up to this length listing the keys is cheaper than asking `inspect`. */
const SHORT = 64;

// `inspect` lists an array's own properties without walking its items, which nothing else in Node
// does: `Object.keys` makes a string for every index.
const onlyProperties = { maxArrayLength: 0, depth: 0, customInspect: false, breakLength: Infinity };
let clean: string[] | undefined;

export function hasOnlyItems(array: readonly unknown[], length: number): boolean {
  if (length <= SHORT) return false;
  clean ??= inspect(Array.from({ length: SHORT }), onlyProperties).split(String(SHORT));
  return inspect(array, onlyProperties) === clean.join(String(length));
}

export function streamOf(
  chunks: AsyncIterable<Uint8Array>,
  close: () => Promise<void>,
  signal?: AbortSignal,
): Readable {
  const stream = Readable.from(chunks, { objectMode: false, ...(signal && { signal }) });
  // A stream that is destroyed before its first read never starts `chunks`, which would free what it holds.
  stream.once("close", () => void close());
  return stream;
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}
