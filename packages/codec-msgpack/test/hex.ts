import { Buffer } from "node:buffer";

/** The bytes of hexadecimal digits; blanks are for the reader. */
export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits.replaceAll(" ", ""), "hex"));
}

/** The hexadecimal digits of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
