import { Buffer } from "node:buffer";

/** The length of the padded base64 (RFC 4648 section 4) of so many bytes, in characters. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** How many bytes padded base64 stands for. For any other text, an estimate. */
export function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : Number(base64.endsWith("="));
  return Math.max(0, Math.floor(base64.length / 4) * 3 - padding);
}

/** The padded standard base64 of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/**
 * Decodes base64 into memory of its own. `undefined` for any text but the canonical one for its bytes:
 * for another alphabet, missing padding, or stray bits at the end.
 */
export function decodeBase64(base64: string): Uint8Array | undefined {
  const buffer = Buffer.from(base64, "base64");
  // Node skips what it does not know, so the bytes are encoded again and compared.
  return buffer.toString("base64") === base64 ? new Uint8Array(buffer) : undefined;
}
