import assert from "node:assert/strict";
import { expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { Address, createKstash } from "@kstash/core";
import { createMessages } from "@kstash/messages";
import { fromJson } from "@kstash/vectors";
import fc from "fast-check";
import {
  addressText,
  digest,
  inlineQuery,
  linkText,
  name,
  namespace,
} from "./arbitrary/addresses.js";
import { changed, dataOf } from "./arbitrary/data.js";
import { message } from "./arbitrary/messages.js";
import { describeGo, type Described, type Encoded, outcomeOf, peer } from "./suite.js";
import { toJson } from "./to-json.js";

const codecs = { cbor, msgpack };
const isRefusal = (outcome: unknown) => Object.hasOwn(outcome as object, "code");
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describeGo.each(["cbor", "msgpack"] as const)("Go and this edition in %s", (codec) => {
  const { ask } = peer();
  const { encode, decode } = codecs[codec];
  const data = dataOf(codec);

  test("10,000 payloads: each writes the same bytes and reads the other's", async () => {
    await fc.assert(
      fc.asyncProperty(data, async (data) => {
        const bytes = hexOf(encode(data));
        const [written, read, again] = await Promise.all([
          ask<Encoded>("encode", { codec, data: toJson(data) }),
          ask("decode", { codec, bytes }),
          ask<Encoded>("recode", { codec, bytes }),
        ]);
        assert.equal(written.bytes, bytes);
        assert.equal(again.bytes, bytes);
        assert.deepStrictEqual(fromJson(read), data);
      }),
      { numRuns: 10_000 },
    );
  });

  test("10,000 payloads that were changed: both refuse, or read the same", async () => {
    const refused = { read: 0, code: 0 };
    await fc.assert(
      fc.asyncProperty(changed(data.map(encode)), async (bytes) => {
        const [ours, theirs] = await Promise.all([
          outcomeOf(() => ({ data: decode(bytes) })),
          outcomeOf(async () => ({
            data: fromJson(await ask("decode", { codec, bytes: hexOf(bytes) })),
          })),
        ]);
        assert.deepStrictEqual(theirs, ours);
        refused["code" in ours ? "code" : "read"]++;
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(refused.read, refused.code)).toBeGreaterThan(1000);
  });
});

describeGo("Go and this edition", () => {
  const { ask } = peer();

  const partsOf = ({ scheme, namespace, name, digest, query, key, text }: Address) => ({
    scheme,
    namespace,
    name,
    digest: digest ?? "",
    key,
    text,
    ...(scheme === "inline" && { query }),
  });
  const theirsOf = (ask: Promise<Described>, ours: object) =>
    outcomeOf(async () => {
      const theirs = await ask;
      return Object.fromEntries(Object.entries(theirs).filter(([key]) => key in ours));
    });

  test.each([
    ["addresses", addressText],
    ["links", linkText],
  ])("10,000 texts that may be %s: both refuse, or read the same", async (_, text) => {
    const count = { read: 0, code: 0 };
    await fc.assert(
      fc.asyncProperty(text, async (text) => {
        const ours = await outcomeOf(() => partsOf(Address.parse(text)));
        assert.deepStrictEqual(await theirsOf(ask("parse", { text }), ours), ours);
        count["code" in ours ? "code" : "read"]++;
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(count.read, count.code)).toBeGreaterThan(1000);
  });

  test("10,000 names and namespaces: both refuse, or write the same", async () => {
    await fc.assert(
      fc.asyncProperty(namespace, name, digest, async (namespace, name, digest) => {
        const parts = { scheme: "s3", namespace, name, digest };
        const ours = await outcomeOf(() => partsOf(Address.from(parts)));
        assert.deepStrictEqual(await theirsOf(ask("format", parts), ours), ours);
      }),
      { numRuns: 10_000 },
    );
  });
});

describeGo("Go and this edition, inline", () => {
  const { ask } = peer();
  const [cborFirst, msgpackFirst] = [
    [cbor, msgpack],
    [msgpack, cbor],
  ].map((codecs) => createKstash({ codecs, config: { backends: [inline()] } }));

  test("5,000 payloads: both write the same address, or find it too long", async () => {
    const which = fc.constantFrom("cbor", "msgpack");
    await fc.assert(
      fc.asyncProperty(
        which,
        namespace,
        name,
        dataOf("msgpack"),
        async (codec, namespace, name, data) => {
          const { create } = codec === "cbor" ? cborFirst! : msgpackFirst!;
          const ours = await outcomeOf(async () => {
            const { address } = await create(name, data, { namespace });
            return { text: address.text };
          });
          const theirs = await outcomeOf(async () => {
            const parts = { codec, namespace, name, data: toJson(data), maxInlineLen: 100 };
            const { text } = await ask<Described>("create", { ...parts, scheme: "inline" });
            return { text };
          });
          assert.deepStrictEqual(theirs, ours);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test("5,000 queries: both refuse, or read the same", async () => {
    let refused = 0;
    const order = fc.constantFrom(["cbor", "msgpack"], ["msgpack", "cbor"]);
    await fc.assert(
      fc.asyncProperty(order, inlineQuery, async (codecs, query) => {
        const address = `inline://n/x?${query}`;
        const { retrieve } = codecs[0] === "cbor" ? cborFirst! : msgpackFirst!;
        const ours = await outcomeOf(async () => ({ data: (await retrieve(address)).data }));
        const theirs = await outcomeOf(async () => ({
          data: fromJson(await ask("retrieve", { address, codecs })),
        }));
        assert.deepStrictEqual(theirs, ours);
        if (isRefusal(ours)) refused++;
      }),
      { numRuns: 5000 },
    );
    expect(refused).toBeLessThan(4000);
  });

  test("5,000 messages: both refuse, or put the same data where references stand", async () => {
    const { hydrate } = createMessages({
      kstash: createKstash({ codecs: [cbor], config: { backends: [inline()] } }),
    });
    await fc.assert(
      fc.asyncProperty(message, async ({ message, fields }) => {
        const ours = await outcomeOf(() => hydrate(message, { fields }));
        const theirs = await outcomeOf(() => ask("hydrate", { message, fields }));
        // Of several that are refused, each may name another first.
        if (isRefusal(ours)) return assert(isRefusal(theirs));
        assert.equal(JSON.stringify(theirs), JSON.stringify(ours));
      }),
      { numRuns: 5000 },
    );
  });
});
