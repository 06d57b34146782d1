/** A short ASCII text that was read before, and the bytes that stand for it. */
interface Word {
  readonly text: string;
  readonly bytes: Uint8Array;
}

const SLOTS = 1024;
const LONGEST = 32;

/**
 * Remembers short texts, so that the same bytes become the same string again without decoding. Bounded:
 * 1,024 words of at most 32 bytes; one is forgotten when another takes its slot.
 */
export class Words {
  private readonly slots: (Word | undefined)[] = Array.from({ length: SLOTS }, () => undefined);

  /** The text of those bytes; `undefined`, if they are too many or not all ASCII. */
  read(bytes: Uint8Array, start: number, end: number): string | undefined {
    if (end - start > LONGEST) return undefined;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    const word = this.slots[slot];
    if (word !== undefined && sameBytes(word.bytes, bytes, start, end)) return word.text;
    return this.add(slot, bytes.slice(start, end));
  }

  private add(slot: number, bytes: Uint8Array): string | undefined {
    for (const byte of bytes) if (byte > 0x7f) return undefined;
    const text = String.fromCharCode(...bytes);
    this.slots[slot] = { text, bytes };
    return text;
  }
}

function sameBytes(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[start + i]) return false;
  return true;
}
