import { Buffer } from "node:buffer";

/** The most bytes of a bigint: the engine has none of more than 2^30 bits. */
export const MAX_BIGNUM_BYTES = 2 ** 27;

/** A bigint's bytes, big-endian and without leading zeros: zero has none (RFC 8949 §3.4.3). */
export function toBytes(value: bigint): Uint8Array {
  if (value === 0n) return new Uint8Array(0);
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

/** The bigint of such bytes, in linear time. */
export function fromBytes(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
}
