import assert from "node:assert/strict";
import type { Duties } from "../case.js";
import type { CodecStage } from "../codec-stage.js";
import { bytesOf } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Equal data, equal bytes: so equal data has one address. */
export const determinism: Duties<CodecStage> = {
  "equal data is encoded as equal bytes, whatever was encoded before": async (stage) => {
    const duty = "equal data is encoded as equal bytes";
    const first = stage.encode(sample(), "a plain object").slice();
    stage.encode({ b: "other", rows: [{ id: 2, kind: "b" }] }, "another object");
    sameBytes(stage.encode(sample(), "a plain object"), first, duty);
    const other = await stage.harness.codec();
    sameBytes(other.encode(sample()), first, `${duty}, by every instance of the codec`);
    sameBytes(
      stage.encode(stage.codec.decode(first), "what decode returned"),
      first,
      `${duty}: what decode returns is encoded as the bytes that it was decoded from`,
    );
  },
  "keys are sorted or keep their order, as the harness says": async (stage) => {
    const ab = stage.encode({ a: 1, b: { c: 1, d: 2 } }, "a plain object").slice();
    const ba = stage.encode({ b: { d: 2, c: 1 }, a: 1 }, "a plain object");
    if (stage.harness.keyOrder === "kept") {
      const keys = Object.keys(stage.codec.decode(ba) as object);
      assert.deepEqual(
        keys,
        ["b", "a"],
        'with keyOrder "kept", keys come back in their original order',
      );
    } else {
      sameBytes(
        ba,
        ab,
        "objects that differ only in the order of their keys are encoded as the same bytes",
      );
    }
  },
  "a Uint8Array, a Buffer, an ArrayBuffer and a view of the same bytes are encoded alike": async (
    stage,
  ) => {
    const bytes = bytesOf(40);
    const view = bytesOf(40, 1);
    const wide = new Uint8Array(60);
    wide.set(bytes, 10);
    const forms = [bytes, Buffer.from(bytes), bytes.slice().buffer, wide.subarray(10, 50)];
    const [first, ...others] = forms.map((form) => stage.tryEncode({ form }));
    for (const other of others) {
      const duty = "bytes are encoded alike, whatever type holds them";
      assert.equal("bytes" in other, "bytes" in first!, `${duty}, or refused alike`);
      if ("bytes" in other && "bytes" in first!) sameBytes(other.bytes, first.bytes, duty);
    }
    const different = stage.tryEncode({ form: view });
    if ("bytes" in different && "bytes" in first!) {
      assert.notDeepEqual(
        different.bytes,
        first.bytes,
        "different bytes are encoded as different bytes",
      );
    }
  },
};

/** Made anew each time, so that nothing hangs on identity. */
function sample(): object {
  return {
    a: 1,
    text: "é",
    rows: [
      { id: 1, kind: "a" },
      { id: 2, kind: "b" },
    ],
    big: 2 ** 40,
    part: 0.5,
    none: null,
  };
}
