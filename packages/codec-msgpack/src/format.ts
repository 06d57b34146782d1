import { InvalidData } from "@kstash/core";
import { type Format, Shapes } from "@kstash/core/codec-kit";
import { addExtension, Packr, Unpackr } from "msgpackr";
import { MsgpackScanner } from "./scanner.js";

const LONG_BYTES = "is bytes of 4 GiB or more, which MessagePack does not have: split them";

/** Bytes that are to stand in the payload as they are. */
class Raw {
  readonly head: Uint8Array;
  readonly body: Uint8Array;

  constructor(head: Uint8Array, body: Uint8Array = new Uint8Array()) {
    this.head = head;
    this.body = body;
  }
}

// An extension writes every instance of its class, and a program may register one for any class. What is an
// instance of nothing else is written by this one alone. Its type is never written.
Object.setPrototypeOf(Raw.prototype, null);
addExtension({
  Class: Raw,
  type: "kstash",
  pack({ head, body }: Raw, allocate: (size: number) => { target: Uint8Array; position: number }) {
    const { target, position } = allocate(head.length + body.length);
    target.set(head, position);
    target.set(body, position + head.length);
  },
} as never);

const reading = { useRecords: false, int64AsType: "number", copyBuffers: true } as const;

/** MessagePack as msgpack-python's `packb` writes it. */
export const format: Format = {
  library: "msgpackr",
  writer: new Packr({ useRecords: false, variableMapSize: true }),
  toObjects: new Unpackr({ ...reading, mapsAsObjects: true }),
  toMaps: new Unpackr({ ...reading, mapsAsObjects: false }),
  // A map whose only key is nil, which no payload has.
  placeholder: Uint8Array.of(0x81, 0xc0, 0xc0),
  shapes: new Shapes((keys) => keys),
  scanner: (bytes) => new MsgpackScanner(bytes),
  bytesHeader,
  arrayHeader,
  undefined: (refuse) =>
    refuse("is undefined, which MessagePack does not have: pass null, or leave it out"),
  // msgpackr writes integers of 32 bits as such, all others as floats.
  number(value) {
    if (value <= 0xffffffff && value >= -0x80000000) return value;
    if (Number.isSafeInteger(value)) return integer(BigInt(value));
    return value === value ? value : NaN;
  },
  bigint(value, refuse) {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER)
      refuse(
        "is a bigint within the safe integers, and would come back as a number: pass Number(bigint)",
      );
    if (value < -(2n ** 63n) || value >= 2n ** 64n)
      refuse("is a bigint beyond 64 bits, which MessagePack does not have: pass it as a string");
    return integer(value);
  },
  bytes(value, refuse) {
    return value.length < 2 ** 32 ? new Raw(bytesHeader(value.length), value) : refuse(LONG_BYTES);
  },
  date: (_, refuse) =>
    refuse("is a Date, which MessagePack does not have: pass its toISOString() or its getTime()"),
};

/** An integer of 64 bits. Of a positive one msgpackr would make an int 64, and Python makes a uint 64. */
function integer(value: bigint): bigint | Raw {
  if (value < 0n) return value;
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, 0xcf);
  view.setBigUint64(1, value);
  return new Raw(new Uint8Array(view.buffer));
}

/** What stands before bytes of that length: bin 8, bin 16, bin 32. */
function bytesHeader(length: number): Uint8Array {
  if (length < 0x100) return Uint8Array.of(0xc4, length);
  if (length < 0x10000) return Uint8Array.of(0xc5, length >> 8, length);
  if (length < 2 ** 32) return Uint8Array.of(0xc6, length >> 24, length >> 16, length >> 8, length);
  throw new InvalidData(`data ${LONG_BYTES}`);
}

/** What stands before so many items: fixarray, array 16, array 32. */
function arrayHeader(length: number): Uint8Array {
  if (length < 16) return Uint8Array.of(0x90 | length);
  if (length < 0x10000) return Uint8Array.of(0xdc, length >> 8, length);
  return Uint8Array.of(0xdd, length >> 24, length >> 16, length >> 8, length);
}
