import type { BytesHeader, Codec } from "@kstash/core";
import { taggedJson } from "./tagged-json.js";

// No JSON starts with a NUL; the length follows it.
const HEADER = 5;

/** A correct codec that stores bytes as they are, behind a header, and all else as tagged JSON. */
export const rawBytes = {
  name: "raw-bytes",
  contentType: "application/vnd.kstash.raw-bytes",
  encode(data) {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    const json = taggedJson.encode(data);
    if (!(bytes instanceof Uint8Array)) return json;
    return new Uint8Array(Buffer.concat([bytesHeader(bytes.length), bytes]));
  },
  decode(bytes) {
    const header = readBytesHeader(bytes);
    if (!header) return taggedJson.decode(bytes);
    if (HEADER + header.length !== bytes.length) throw new Error("cut off, or too long");
    return new Uint8Array(bytes.subarray(HEADER));
  },
  bytesHeader,
  readBytesHeader,
} satisfies Codec;

function bytesHeader(length: number): Uint8Array {
  const header = new Uint8Array(HEADER);
  new DataView(header.buffer).setUint32(1, length);
  return header;
}

function readBytesHeader(start: Uint8Array): BytesHeader | undefined {
  if (start[0] !== 0 || start.length < HEADER) return undefined;
  const length = new DataView(start.buffer, start.byteOffset).getUint32(1);
  return { headerLength: HEADER, length };
}
