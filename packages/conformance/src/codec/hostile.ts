import assert from "node:assert/strict";
import { type Duties, skip } from "../case.js";
import { type CodecStage, isExhaustion } from "../codec-stage.js";
import { bytesOf } from "../payload.js";

/** Bytes come from anywhere. */
export const hostile: Duties<CodecStage> = {
  "decode refuses empty input": async (stage) => {
    mustThrow(stage, new Uint8Array(0), "empty input");
  },
  "decode refuses every truncation of what encode returned": async (stage) => {
    const bytes = stage.encode(SAMPLE, "a plain object");
    for (let length = 1; length < bytes.length; length += 1) {
      mustThrow(stage, bytes.slice(0, length), `the first ${length} of ${bytes.length} bytes`);
    }
  },
  "decode refuses bytes after the end": async (stage) => {
    const bytes = stage.encode(SAMPLE, "a plain object");
    for (const extra of [[0x00], [0xff], [...bytes]]) {
      mustThrow(stage, Uint8Array.from([...bytes, ...extra]), "bytes after the end of the data");
    }
  },
  "decode survives every byte repeated 100,000 times, without exhausting the stack": async (
    stage,
  ) => {
    for (let byte = 0; byte < 256; byte += 1) {
      survives(stage, new Uint8Array(100_000).fill(byte), `0x${byte.toString(16)} 100,000 times`);
    }
  },
  "decode survives every first byte followed by a huge length": async (stage) => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (const fill of [0xff, 0x7f, 0x00]) {
        const bytes = new Uint8Array(12).fill(fill);
        bytes[0] = byte;
        survives(stage, bytes, `0x${byte.toString(16)} and then 0x${fill.toString(16)}`);
      }
    }
  },
  "decode survives every change of one byte, and pollutes no prototype": async (stage) => {
    const bytes = stage.encode(SAMPLE, "a plain object");
    for (let index = 0; index < bytes.length; index += 1) {
      for (const mask of [0x01, 0x20, 0x80, 0xff]) {
        const changed = bytes.slice();
        changed[index]! ^= mask;
        survives(stage, changed, `a change in byte ${index}`);
      }
    }
  },
  "decode survives random bytes": async (stage) => {
    for (let seed = 0; seed < 2_000; seed += 1) {
      survives(stage, bytesOf(1 + (seed % 48), seed * 7_919), `random bytes number ${seed}`);
    }
  },
  "decode gives no object another prototype, whatever its keys": async (stage) => {
    // A key that encode would refuse, written over one that it takes.
    const bytes = stage.encode({ a: { __proxx__: { polluted: true } } }, "a plain object").slice();
    const at = Buffer.from(bytes).indexOf("__proxx__");
    if (at < 0) skip("its format does not show keys as text");
    bytes.set(Buffer.from("__proto__"), at);
    const result = stage.tryDecode(bytes);
    const duty = "a key __proto__ sets no prototype: decode refuses it, or returns a plain key";
    if ("data" in result) {
      const inner = (result.data as { a?: { polluted?: unknown } }).a;
      assert.equal(inner?.polluted, undefined, duty);
    }
    unpolluted(duty);
  },
  "decode refuses what the harness calls hostile": async (stage) => {
    const samples = Object.entries(stage.harness.hostile ?? {});
    if (samples.length === 0) skip("the harness has no hostile bytes");
    for (const [label, bytes] of samples) mustThrow(stage, bytes, label);
  },
};

const SAMPLE = { text: "é", list: [1, 2.5, -3, { deep: [true, null] }], far: 2 ** 40, key: "x" };

function mustThrow(stage: CodecStage, bytes: Uint8Array, label: string): void {
  const result = stage.tryDecode(bytes);
  assert.ok("error" in result, `decode refuses ${label}; it returned data`);
  assert.ok(!isExhaustion(result.error), `decode refuses ${label} before the stack is exhausted`);
}

/** It may refuse them, or read them as data: no other way out. */
function survives(stage: CodecStage, bytes: Uint8Array, label: string): void {
  const kept = bytes.slice();
  const result = stage.tryDecode(bytes);
  if ("error" in result) {
    const duty = `decode refuses ${label} before the stack is exhausted`;
    assert.ok(!isExhaustion(result.error), duty);
  }
  assert.ok(Buffer.compare(bytes, kept) === 0, `decode does not change the bytes: ${label}`);
  unpolluted(`decode pollutes no prototype: ${label}`);
}

function unpolluted(duty: string): void {
  const clean = Object.keys(Object.prototype).length === 0;
  assert.ok(clean && ({} as { polluted?: unknown }).polluted === undefined, duty);
}
