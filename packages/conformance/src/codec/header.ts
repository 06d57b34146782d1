import assert from "node:assert/strict";
import { type Duties, skip } from "../case.js";
import type { CodecStage } from "../codec-stage.js";
import { bytesOf } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

const LENGTHS = [0, 1, 23, 24, 255, 256, 65_535, 65_536];
/** What core looks at, at most. */
const MAX_HEADER = 16;

/** Only where there are `bytesHeader` and `readBytesHeader`: how bytes are stored as a stream. */
export const headers: Duties<CodecStage> = {
  "bytes are encoded as their header followed by the bytes": async (stage) => {
    for (const [length, header] of headersOf(stage)) {
      const bytes = bytesOf(length);
      const duty = `encode returns bytesHeader(${length}) followed by the bytes`;
      const expected = new Uint8Array(Buffer.concat([header, bytes]));
      sameBytes(stage.encode(bytes, `${length} bytes`), expected, duty);
      assert.ok(header.length <= MAX_HEADER, `a header has at most ${MAX_HEADER} bytes`);
    }
  },
  "the header can be read from the first bytes alone": async (stage) => {
    for (const [length, header] of headersOf(stage)) {
      const start = new Uint8Array(Buffer.concat([header, bytesOf(length)])).subarray(
        0,
        MAX_HEADER,
      );
      const read = stage.codec.readBytesHeader?.(start);
      assert.deepEqual(
        { ...read },
        { headerLength: header.length, length },
        `readBytesHeader reads what bytesHeader(${length}) returned`,
      );
    }
  },
  "data other than bytes has no header of bytes": async (stage) => {
    headersOf(stage);
    for (const data of [
      null,
      1,
      "a text of some length",
      [1, 2],
      { a: 1 },
      { blob: bytesOf(20) },
    ]) {
      const bytes = stage.encode(data, "a value other than bytes");
      const read = stage.codec.readBytesHeader?.(bytes.subarray(0, MAX_HEADER));
      assert.ok(read === undefined, "readBytesHeader returns undefined for data other than bytes");
    }
  },
};

function headersOf({ codec }: CodecStage): [length: number, header: Uint8Array][] {
  const kinds = [typeof codec.bytesHeader, typeof codec.readBytesHeader];
  if (kinds.every((kind) => kind === "undefined")) skip("it has no bytesHeader");
  assert.ok(
    kinds.every((kind) => kind === "function"),
    "a codec has both bytesHeader and readBytesHeader, or neither",
  );
  return LENGTHS.map((length) => [length, codec.bytesHeader!(length)]);
}
