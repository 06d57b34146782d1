import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { isKstashError, type KstashError } from "@kstash/core";
import { fromJson, readVectors } from "../src/index.js";
import { expectSame } from "./same.js";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const unhex = (digits: string) => Uint8Array.from(Buffer.from(digits, "hex"));

function refusalOf(task: () => unknown): KstashError {
  try {
    task();
  } catch (error) {
    if (isKstashError(error)) return error;
    throw error;
  }
  throw new Error("it was taken");
}

describe.each([
  ["cbor.json", cbor],
  ["msgpack.json", msgpack],
] as const)("%s", (file, codec) => {
  const vectors = readVectors(file);

  test.each(vectors.written)("writes $title: $data", (vector) => {
    const data = fromJson(vector.data);
    const bytes = codec.encode(data);
    if (vector.bytes === undefined) {
      expect(bytes).toHaveLength(vector.length!);
      expect(hex(bytes.subarray(0, 16))).toBe(vector.start);
    } else {
      expect(hex(bytes)).toBe(vector.bytes);
    }
    expect(createHash("md5").update(bytes).digest("hex")).toBe(vector.md5);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(vector.sha256);
    expectSame(codec.decode(bytes), vector.reads === undefined ? data : fromJson(vector.reads));
  });

  test.each(vectors.read)("reads $title: $bytes", ({ bytes, data }) => {
    expectSame(codec.decode(unhex(bytes)), fromJson(data!));
  });

  test.each(vectors.refusedBytes)("does not read $title: $bytes", ({ bytes, code }) => {
    expect(refusalOf(() => codec.decode(unhex(bytes))).code).toBe(code);
  });

  test.each(vectors.refusedData)("does not write $title", ({ data, code, path }) => {
    const refusal = refusalOf(() => codec.encode(fromJson(data)));
    expect(refusal).toMatchObject({ code, path });
  });
});
