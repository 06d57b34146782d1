import { Buffer } from "node:buffer";

/** Characters of the padded base64 (RFC 4648 section 4) of so many bytes. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The bytes that so much padded base64 stands for; of other text, an estimate. */
export function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor(base64.length / 4) * 3 - padding);
}

// To make a Buffer takes longer than to convert a small payload: those are converted in this one.
const small = Buffer.allocUnsafeSlow(4096);
const smallBytes = new Uint8Array(small.buffer);

/** The padded standard base64 of bytes. */
export function encodeBase64(bytes: Uint8Array): string {
  if (bytes.length > small.length) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
  }
  // Not to touch `bytes.buffer` matters as well: the engine makes it when first asked for.
  small.set(bytes);
  return small.toString("base64", 0, bytes.length);
}

/**
 * The way back, into bytes of its own. `undefined` for all that is not the one way to write these
 * bytes: Node skips what it does not know, so they are written again and compared.
 */
export function decodeBase64(base64: string): Uint8Array | undefined {
  if (base64.length > small.length) return decodeLarge(base64);
  const length = small.write(base64, "base64");
  return small.toString("base64", 0, length) === base64 ? smallBytes.slice(0, length) : undefined;
}

function decodeLarge(base64: string): Uint8Array | undefined {
  const buffer = Buffer.from(base64, "base64");
  if (buffer.toString("base64") !== base64) return undefined;
  // Node may have made it a view on a pool that all of the process shares.
  const pooled = buffer.buffer.byteLength !== buffer.length;
  return pooled ? new Uint8Array(buffer) : new Uint8Array(buffer.buffer);
}
