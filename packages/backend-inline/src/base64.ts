import { fromBase64, toBase64 } from "#platform";

/** The length of the padded base64 (RFC 4648 section 4) of so many bytes, in characters. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** How many bytes padded base64 stands for. For any other text, an estimate. */
export function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : Number(base64.endsWith("="));
  return Math.max(0, Math.floor(base64.length / 4) * 3 - padding);
}

/**
 * Decodes base64 into memory of its own. `undefined` for any text but the canonical one for its bytes:
 * for another alphabet, missing padding, or stray bits at the end.
 */
export function decodeBase64(base64: string): Uint8Array | undefined {
  const bytes = fromBase64(base64);
  // Platforms take other texts too, so the bytes are encoded again and compared.
  return bytes && toBase64(bytes) === base64 ? bytes : undefined;
}
