import { Buffer } from "node:buffer";

export const { compare } = Buffer;

export function utf8(text: string): Uint8Array {
  return Buffer.from(text);
}

export function fromHex(digits: string): Uint8Array {
  return Buffer.from(digits, "hex");
}

export function toHex({ buffer, byteOffset }: Uint8Array, start: number, end: number): string {
  return Buffer.from(buffer, byteOffset + start, end - start).toString("hex");
}
