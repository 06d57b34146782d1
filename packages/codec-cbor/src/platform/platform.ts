/** What differs between Node and browsers: `#platform` is `node.ts` or `browser.ts`, by the condition `browser`. */
export interface Platform {
  /** The bytes of a text in UTF-8. */
  utf8(text: string): Uint8Array;
  /** Less than 0 where the first differing byte of `a` is the lesser, or `a` ends before it. */
  compare(a: Uint8Array, b: Uint8Array): number;
  /** The bytes of an even number of hexadecimal digits. */
  fromHex(digits: string): Uint8Array;
  /** Of the bytes from `start` up to `end`. */
  toHex(bytes: Uint8Array, start: number, end: number): string;
}
