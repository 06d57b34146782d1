/** What differs between Node and browsers: `#platform` is `node.ts` or `browser.ts`, by the condition `browser`. */
export interface Platform {
  /** The padded standard base64 of bytes (RFC 4648 section 4). */
  toBase64(bytes: Uint8Array): string;
  /** The way back, into memory of its own. For any other text `undefined`, or bytes of which it is not the base64. */
  fromBase64(base64: string): Uint8Array | undefined;
}
