import { Buffer } from "node:buffer";
import { Shapes, Walker } from "@kstash/core/codec-kit";
import { addExtension, Packr } from "msgpackr";
import { bytesHeader, MAX_LENGTH } from "./bytes-header.js";
import { UINT64 } from "./formats.js";
import * as refusals from "./refusal.js";
import { MsgpackScanner } from "./scanner.js";

/** msgpackr's memory, beyond this many bytes, is given back once a payload was written. */
const MOST_KEPT = 1024 * 1024;

/** Bytes that stand in the payload as they are: what msgpackr would write otherwise. */
class Raw {
  readonly head: Uint8Array;
  readonly body: Uint8Array;

  constructor(head: Uint8Array, body: Uint8Array) {
    this.head = head;
    this.body = body;
  }
}

const NOTHING = new Uint8Array();

// An extension writes every instance of its class, and a program may register one for any class. What is an
// instance of nothing else is written by this one alone. It has no number that could be another's.
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

const library = new Packr({ useRecords: false, variableMapSize: true });

const shapes = new Shapes((keys) => keys);

/** Has msgpackr write the data model as msgpack-python's `packb` does. */
export class MsgpackWalker extends Walker {
  constructor() {
    super(shapes);
  }

  protected write(prepared: unknown): Uint8Array {
    const bytes = library.pack(prepared);
    if (bytes.buffer.byteLength > MOST_KEPT) library.useBuffer(Buffer.allocUnsafeSlow(8192));
    return bytes;
  }

  protected header(length: number): Uint8Array {
    return bytesHeader(length);
  }

  protected scanner(bytes: Uint8Array): MsgpackScanner {
    return new MsgpackScanner(bytes);
  }

  protected undefined(): never {
    return this.refuse(refusals.UNDEFINED);
  }

  protected number(value: number): unknown {
    // What msgpackr writes as an integer by itself, and what lies between.
    if (value <= 0xffffffff && value >= -0x80000000) return value;
    if (Number.isSafeInteger(value)) return integer(BigInt(value));
    return value === value ? value : NaN;
  }

  protected bigint(value: bigint): unknown {
    if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
      this.refuse(refusals.SMALL_BIGINT);
    }
    if (value < -(2n ** 63n) || value >= 2n ** 64n) this.refuse(refusals.LARGE_BIGINT);
    return integer(value);
  }

  protected bytes(value: Uint8Array): Raw {
    if (value.length > MAX_LENGTH) this.refuse(refusals.LONG_BYTES);
    return new Raw(bytesHeader(value.length), value);
  }

  protected date(): never {
    return this.refuse(refusals.DATE);
  }
}

/** An integer beyond 32 bits: msgpackr would write a positive one as int 64, and Python writes uint 64. */
function integer(value: bigint): unknown {
  if (value < 0n) return value;
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, UINT64);
  view.setBigUint64(1, value);
  return new Raw(new Uint8Array(view.buffer), NOTHING);
}
