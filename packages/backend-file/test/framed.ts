import type { Codec } from "@kstash/core";

/** A codec for bytes, behind their length in eight bytes: the least that streams need. */
export const framed: Codec = {
  name: "framed",
  contentType: "application/framed",
  encode: (data) => Buffer.concat([bytesHeader((data as Uint8Array).length), data as Uint8Array]),
  decode: (bytes) => bytes.slice(8),
  bytesHeader,
  readBytesHeader: (start) => ({
    headerLength: 8,
    length: Number(Buffer.from(start).readBigUInt64BE()),
  }),
};

function bytesHeader(length: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}
