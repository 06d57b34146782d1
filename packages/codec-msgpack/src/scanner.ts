import { BOXED_COST, Scanner } from "@kstash/core/codec-kit";

// The first bytes of the MessagePack specification's formats, by its names.
const [FIXMAP, FIXARRAY, FIXSTR, NEGATIVE_FIXINT] = [0x80, 0x90, 0xa0, 0xe0];
const [NIL, FALSE, TRUE, BIN8, BIN32] = [0xc0, 0xc2, 0xc3, 0xc4, 0xc6];
const [FLOAT32, UINT64, INT64] = [0xca, 0xcf, 0xd3];
const [STR8, STR32, ARRAY16, MAP16] = [0xd9, 0xdb, 0xdc, 0xde];

/** How many bytes follow the first one, from float 32 to int 64. */
const SIZES = [4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

/** Checks that bytes are MessagePack of the profile in WIRE.md. */
export class MsgpackScanner extends Scanner {
  constructor(bytes: Uint8Array) {
    super(bytes, "MessagePack", FIXSTR);
  }

  bytesLength(): number | undefined {
    const first = this.bytes[0] ?? 0;
    if (first < BIN8 || first > BIN32) return undefined;
    return this.length(this.uint8() - BIN8);
  }

  protected value(): void {
    const start = this.position;
    const first = this.uint8();
    if (first < FIXMAP || first >= NEGATIVE_FIXINT) return;
    if (first < FIXARRAY) return this.map(start, first & 0x0f);
    if (first < FIXSTR) return this.array(start, first & 0x0f);
    if (first < NIL) return this.text(start, first & 0x1f);
    if (first >= MAP16) return this.map(start, this.length(first - MAP16 + 1));
    if (first >= ARRAY16) return this.array(start, this.length(first - ARRAY16 + 1));
    if (first >= STR8) return this.text(start, this.length(first - STR8));
    if (first >= BIN8 && first <= BIN32) return this.binary(start, this.length(first - BIN8));
    if (first >= FLOAT32 && first <= INT64) return this.number(start, first);
    if (first !== NIL && first !== FALSE && first !== TRUE)
      this.fail(start, "an extension type or an unused format, which are not read here");
  }

  protected keyLength(): number {
    const first = this.uint8();
    if (first >= FIXSTR && first < NIL) return first & 0x1f;
    if (first >= STR8 && first <= STR32) return this.length(first - STR8);
    return this.fail(this.position - 1, "a key that is no text");
  }

  /** msgpackr is given no values: it reads placeholders as Maps. */
  protected override replace(start: number, value: unknown): void {
    this.needsMaps = true;
    super.replace(start, value);
  }

  /** A length of 2 ** size bytes. */
  private length(size: number): number {
    if (size === 0) return this.uint8();
    return size === 1 ? this.uint16() : this.uint32();
  }

  private number(start: number, first: number): void {
    this.take(SIZES[first - FLOAT32]!);
    if (first !== UINT64 && first !== INT64) return;
    const { buffer, byteOffset } = this.bytes;
    const view = new DataView(buffer, byteOffset + start + 1, 8);
    const value = first === UINT64 ? view.getBigUint64(0) : view.getBigInt64(0);
    if (Number.isSafeInteger(Number(value))) return;
    this.spend(start, BOXED_COST);
    this.replace(start, value);
  }
}
