import { expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { fromJson, readVectors, type Vector } from "@kstash/vectors";
import { describePython, peer } from "./suite.js";

const unhex = (digits: unknown) => Uint8Array.from(Buffer.from(digits as string, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

// 9999-12-31 and 0001-01-01: the last and the first day of a datetime.
const isDatetime = (ms: number) => ms >= -62_135_596_800_000 && ms < 253_402_300_800_000;

/** Whether Python has the value as well. */
function isPythonic({ data }: Vector): boolean {
  const ms = (data as { $date?: number } | null)?.$date;
  return ms === undefined || isDatetime(ms);
}

/** As Python has it: an integer is an integer, large or small. */
function asInteger(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

describePython("cbor2", () => {
  const { call } = peer();
  const vectors = readVectors("cbor.json").written;

  test.each(vectors.filter(isPythonic))("$title: $data", async ({ data, reads }) => {
    const value = fromJson(reads ?? data);
    const hex = hexOf(cbor.encode(value));
    expect(fromJson(await call("cbor_loads", { hex }))).toStrictEqual(asInteger(value));
    // Dates as numbers: as text, its default, they are not read.
    for (const options of [{}, { canonical: true }]) {
      const args = { data: reads ?? data, datetime_as_timestamp: true, ...options };
      const theirs = cbor.decode(unhex(await call("cbor_dumps", args)));
      expect(theirs).toStrictEqual(asInteger(value));
    }
  });

  test.each(vectors.filter((vector) => !isPythonic(vector)))(
    "$title: $data is none of its datetimes",
    async ({ data }) => {
      const hex = hexOf(cbor.encode(fromJson(data)));
      await expect(call("cbor_loads", { hex })).rejects.toThrow();
    },
  );
});

describePython("msgpack-python", () => {
  const { call } = peer();

  test.each(readVectors("msgpack.json").written)("$title: $data", async ({ data, reads }) => {
    const hex = hexOf(msgpack.encode(fromJson(data)));
    expect(await call("packb", { data: reads ?? data })).toBe(hex);
    expect(fromJson(await call("unpackb", { hex }))).toStrictEqual(fromJson(reads ?? data));
  });
});

describePython("what Python writes beyond the data model is refused", () => {
  const { call } = peer();

  test.each([
    ["cbor", "other_cbor", cbor],
    ["messagepack", "other_messagepack", msgpack],
  ] as const)("of %s", async (format, dumps, codec) => {
    const names = (await call("names_of_others")) as Record<string, string[]>;
    for (const what of names[format]!) {
      const bytes = unhex(await call(dumps, { what }));
      expect(() => codec.decode(bytes)).toThrow(
        expect.objectContaining({ code: "STASH_CORRUPTED" }),
      );
    }
  });
});
