import { Buffer } from "node:buffer";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** What each ASCII character stands for; -1 for those that stand for nothing. */
const SEXTETS = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) SEXTETS[ALPHABET.charCodeAt(value)] = value;

const CODES = new Uint8Array(Buffer.from(ALPHABET));
const EQUALS = 0x3d;

// To call Buffer's converters takes longer than to convert a small payload: the text of those that fit
// is written here.
const small = Buffer.allocUnsafeSlow(4096);

/** Characters of the padded base64 (RFC 4648 section 4) of so many bytes. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** The bytes that so much padded base64 stands for; of other text, an estimate. */
export function decodedLength(base64: string): number {
  return Math.max(0, Math.floor(base64.length / 4) * 3 - paddingOf(base64));
}

/**
 * Some ASCII, and behind it the padded standard base64 of bytes, form-encoded. In one go: to put strings
 * together is to copy them when they are read.
 */
export function encodeForm(before: readonly string[], bytes: Uint8Array): string {
  let at = 0;
  for (const text of before) at += text.length;
  const { length } = bytes;
  if (at + 4 * (length + 3) > small.length) {
    const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, length).toString("base64");
    return before.join("") + encodeURIComponent(base64);
  }
  at = 0;
  for (const text of before) {
    for (let i = 0; i < text.length; i++) small[at++] = text.charCodeAt(i);
  }
  for (let i = 0; i < length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    at = put(at, three >> 18);
    at = put(at, (three >> 12) & 0x3f);
    at = i + 1 < length ? put(at, (three >> 6) & 0x3f) : escape(at, 0x33, 0x44);
    at = i + 2 < length ? put(at, three & 0x3f) : escape(at, 0x33, 0x44);
  }
  return small.toString("latin1", 0, at);
}

/** Writes one character of base64 to `small`, and says where the next one goes. */
function put(at: number, value: number): number {
  if (value >= 62) return escape(at, 0x32, value === 62 ? 0x42 : 0x46);
  small[at] = CODES[value]!;
  return at + 1;
}

function escape(at: number, high: number, low: number): number {
  small[at] = 0x25;
  small[at + 1] = high;
  small[at + 2] = low;
  return at + 3;
}

/**
 * The way back, into bytes of its own. `undefined` for all that is not the one way to write these
 * bytes: characters of another alphabet, padding that is missing, bits that no byte has.
 */
export function decodeBase64(base64: string): Uint8Array | undefined {
  return base64.length > small.length ? decodeLarge(base64) : decodeSmall(base64);
}

/** By a loop, which takes half as long as Node's converter and is strict where that is not. */
function decodeSmall(base64: string): Uint8Array | undefined {
  const { length } = base64;
  if (length % 4 !== 0) return undefined;
  const padding = paddingOf(base64);
  const bytes = new Uint8Array(decodedLength(base64));
  const end = padding === 0 ? length : length - 4;
  // What all of them have in common is beyond ASCII, or negative, as soon as one is.
  let codes = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < end; i += 4) {
    const [a, b, c, d] = [
      base64.charCodeAt(i),
      base64.charCodeAt(i + 1),
      base64.charCodeAt(i + 2),
      base64.charCodeAt(i + 3),
    ];
    const three = sextet(a, 18) | sextet(b, 12) | sextet(c, 6) | sextet(d, 0);
    codes |= a | b | c | d;
    bits |= three;
    bytes[at++] = three >> 16;
    bytes[at++] = three >> 8;
    bytes[at++] = three;
  }
  if (padding > 0) {
    const [a, b, c] = [
      base64.charCodeAt(end),
      base64.charCodeAt(end + 1),
      base64.charCodeAt(end + 2),
    ];
    const rest = sextet(a, 18) | sextet(b, 12) | (padding === 1 ? sextet(c, 6) : 0);
    // The bits that no byte has.
    if ((rest & (padding === 1 ? 0xff : 0xffff)) !== 0) return undefined;
    codes |= a | b | c;
    bits |= rest;
    bytes[at++] = rest >> 16;
    if (padding === 1) bytes[at] = rest >> 8;
  }
  return codes < 128 && bits >= 0 ? bytes : undefined;
}

function sextet(code: number, shift: number): number {
  return SEXTETS[code & 0x7f]! << shift;
}

// Node skips what it does not know, so the bytes are written again and compared.
function decodeLarge(base64: string): Uint8Array | undefined {
  const buffer = Buffer.allocUnsafeSlow(decodedLength(base64));
  const length = buffer.write(base64, "base64");
  if (length < buffer.length || buffer.toString("base64") !== base64) return undefined;
  return new Uint8Array(buffer.buffer);
}

function paddingOf(base64: string): 0 | 1 | 2 {
  const { length } = base64;
  if (base64.charCodeAt(length - 1) !== EQUALS) return 0;
  return base64.charCodeAt(length - 2) === EQUALS ? 2 : 1;
}
