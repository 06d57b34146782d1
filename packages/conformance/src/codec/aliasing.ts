import assert from "node:assert/strict";
import { type Duties, skip } from "../case.js";
import { type CodecStage, same } from "../codec-stage.js";
import { bytesOf } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Nobody's bytes are anybody else's. */
export const aliasing: Duties<CodecStage> = {
  "encode returns bytes of exact length that belong to the caller": async (stage) => {
    const bytes = stage.encode({ a: "b" }, "a plain object");
    assert.ok(
      bytes instanceof Uint8Array && bytes.buffer.byteLength === bytes.length,
      "encode returns a Uint8Array of exact length, not a view of a larger buffer",
    );
    const kept = bytes.slice();
    stage.encode({ c: "d".repeat(100) }, "another object");
    sameBytes(bytes, kept, "no later call changes what encode returned");
    bytes.fill(0);
    sameBytes(
      stage.encode({ a: "b" }, "a plain object"),
      kept,
      "changing what encode returned does not affect a later call",
    );
  },
  "encode does not change the data, and later changes to the data do not change the bytes": async (
    stage,
  ) => {
    const blob = bytesOf(64);
    const data = { list: [1, { a: "b" }], blob };
    const result = stage.tryEncode(data);
    if ("error" in result) skip("it refuses bytes");
    const kept = result.bytes.slice();
    const intact = same(data, { list: [1, { a: "b" }], blob: bytesOf(64) });
    assert.ok(intact, "encode does not change the data");
    blob.fill(0);
    sameBytes(result.bytes, kept, "encode copies the bytes that are in the data");
  },
  "what decode returns does not alias the bytes": async (stage) => {
    const data = { blob: bytesOf(64), text: "x".repeat(64) };
    const result = stage.tryEncode(data);
    if ("error" in result) skip("it refuses bytes");
    const source = result.bytes.slice();
    const decoded = stage.codec.decode(source) as typeof data;
    const duty = "decode copies: later changes to the bytes do not change the data";
    source.fill(0);
    assert.ok(same(decoded, data), duty);
    const again = result.bytes.slice();
    const kept = again.slice();
    (stage.codec.decode(again) as typeof data).blob.fill(0);
    sameBytes(again, kept, "changes to the data do not change the bytes that it was decoded from");
  },
  "decode reads a view of a larger buffer, and a Buffer": async (stage) => {
    const data = { a: [1, "b"] };
    const bytes = stage.encode(data, "a plain object");
    const wide = new Uint8Array(bytes.length + 20).fill(0xff);
    wide.set(bytes, 10);
    const duty = "decode reads exactly the bytes that it is given, also those of a view";
    for (const view of [wide.subarray(10, 10 + bytes.length), Buffer.from(bytes)]) {
      const result = stage.tryDecode(view);
      assert.ok("data" in result && same(result.data, data), duty);
    }
  },
};
