import { expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { createKstash } from "@kstash/core";
import { fromJson, readVectors } from "@kstash/vectors";
import type { Described } from "./described.js";
import { describePython, peer } from "./suite.js";

// An address may hold more than the default, here for the longer vectors.
const length = 10_000;
const config = { backends: [inline()], maxInlineLen: length };
const { create, retrieve } = createKstash({ codecs: [msgpack, cbor], config });
const vectors = readVectors("msgpack.json").written.filter(({ addresses }) => addresses.inline);

describePython("inline addresses with the Python edition", () => {
  const { call } = peer();

  test.each(vectors)("$title: $data", async ({ namespace, name, data, reads, addresses }) => {
    // Of -0 Python keeps the sign; the codec's own tests say what becomes of it here.
    const value = fromJson(reads ?? data);

    const ours = (await create(name, value, { namespace })).address.text;
    expect(ours).toBe(addresses.inline);
    expect(ours).toMatch(/&codec=msgpack$/);
    const read = (await call("retrieve", { address: ours })) as unknown as Described;
    expect(read).toMatchObject({ name, namespace });
    expect(fromJson(read.data)).toStrictEqual(value);

    const args = { name, namespace, data: reads ?? data, backends: ["inline"] };
    const created = await call("create", { ...args, max_inline_len: length });
    const theirs = (created as unknown as Described).address;
    expect(`${theirs}&codec=msgpack`).toBe(ours);
    const stash = await retrieve(theirs);
    expect(stash.data).toStrictEqual(value);
    expect(stash).toMatchObject({ name, namespace });
  });
});
