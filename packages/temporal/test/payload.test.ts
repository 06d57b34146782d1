import { describe, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { createKstash, StashCorrupted } from "@kstash/core";
import proto from "@temporalio/proto";
import fc from "fast-check";
import { decodePayload, encodePayload } from "../src/payload.js";
import { encodeReferencePayload } from "./sdk.js";

const { Payload } = proto.temporal.api.common.v1;
const { create } = createKstash({ codecs: [cbor], config: { backends: [mem()] } });

const payloads = fc.record({
  metadata: fc.dictionary(fc.string({ unit: "binary" }), fc.uint8Array(), { maxKeys: 5 }),
  data: fc.uint8Array({ maxLength: 300 }),
});
const decode = async (bytes: Uint8Array) => decodePayload(await create("payload", bytes));
/** As the SDK's protobuf library sees it, for comparisons. */
const plain = (bytes: Uint8Array) => Payload.toObject(Payload.decode(bytes), { defaults: true });

describe("a payload's bytes", () => {
  test("are equal for equal payloads, whatever the order of their metadata", () => {
    fc.assert(
      fc.property(payloads, ({ metadata, data }) => {
        const reversed = Object.fromEntries(Object.entries(metadata).toReversed());
        const bytes = encodePayload({ metadata, data });
        expect(encodePayload({ metadata: reversed, data })).toEqual(bytes);
      }),
    );
  });

  test("are those of the protobuf message: the SDK reads them", () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const theirs = Payload.encode(payload).finish();
        expect(encodePayload(payload)).toHaveLength(theirs.length);
        expect(plain(encodePayload(payload))).toEqual(plain(theirs));
      }),
    );
  });

  test("come back as the payload, whoever wrote them", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, async (payload) => {
        const expected = { ...payload, externalPayloads: [] };
        expect(await decode(encodePayload(payload))).toEqual(expected);
        expect(await decode(Payload.encode(payload).finish())).toEqual(expected);
      }),
    );
  });

  test("hold large data, and the sizes of payloads that are stored elsewhere", async () => {
    const claim = { claimData: { address: "mem://default/a.00" } };
    const sizeBytes = 5_000_000_000;
    const payload = encodeReferencePayload({ driverName: "other", claim, sizeBytes });
    const large = { ...payload, data: new Uint8Array(3_000_000).fill(7) };
    const theirs = Payload.encode(large).finish();
    expect(Buffer.compare(encodePayload(large), theirs)).toBe(0);
    const back = await decode(theirs);
    expect(Buffer.compare(back.data!, large.data)).toBe(0);
    expect(back.externalPayloads).toEqual([{ sizeBytes }]);
    expect(Buffer.compare(Payload.encode(back).finish(), theirs)).toBe(0);
  });

  test("no payload, no answer: other bytes are read as the SDK reads them, or refused", async () => {
    const cut = payloads.chain((payload) => {
      const bytes = Payload.encode(payload).finish();
      return fc.nat(bytes.length).map((length) => bytes.subarray(0, length));
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array(), cut), async (bytes) => {
        const payload = await decode(bytes).catch((error: unknown) => {
          if (!StashCorrupted.isInstance(error)) throw error;
        });
        if (payload) expect(plain(encodePayload(payload))).toEqual(plain(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test.each<[string, number[], RegExp]>([
    ["a field 0", [0x02, 0], /there is a field 0/],
    ["a field of a later version", [0x22, 0], /there is a field 4/],
    ["a number in place of bytes", [0x10, 1], /where bytes belong/],
    ["a fixed64", [0x11, 0, 0, 0, 0, 0, 0, 0, 0], /of another type/],
    ["a field that is longer than the message", [0x12, 2, 0], /cut off/],
    ["a length that is cut off", [0x12, 0x80], /cut off or too large/],
    ["a negative size", [0x1a, 11, 0x08, ...Array<number>(9).fill(0xff), 1], /too large/],
  ])("with %s are refused", async (_, bytes, reason) => {
    const error = await decode(Uint8Array.from(bytes)).catch((thrown: unknown) => thrown);
    expect(StashCorrupted.isInstance(error)).toBe(true);
    expect((error as Error).message).toMatch(reason);
  });
});
