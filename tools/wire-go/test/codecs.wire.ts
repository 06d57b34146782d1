import { expect, test } from "@jest/globals";
import { fromJson, type Json, readVectors } from "@kstash/vectors";
import { describeGo, type Described, type Encoded, peer } from "./suite.js";

describeGo.each(["cbor", "msgpack"] as const)("Go and the vectors of %s", (codec) => {
  const { ask } = peer();
  const vectors = readVectors(`${codec}.json`);

  test.each(vectors.written)("writes $title: $data", async (vector) => {
    const { data, reads, namespace, name, md5, sha256, addresses } = vector;
    const encoded = await ask<Encoded>("encode", { codec, data });
    if (vector.bytes === undefined) {
      expect(encoded.bytes).toHaveLength(2 * vector.length!);
      expect(encoded.bytes.slice(0, 32)).toBe(vector.start);
    } else {
      expect(encoded.bytes).toBe(vector.bytes);
    }
    expect(encoded).toMatchObject({ md5, sha256 });

    const read = await ask("decode", { codec, bytes: encoded.bytes });
    expect(fromJson(read)).toStrictEqual(fromJson(reads ?? data));

    const parts = { codec, data, namespace, name };
    for (const hash of ["md5", "sha256"] as const) {
      for (const [scheme, text] of Object.entries(addresses[hash])) {
        const created = await ask<Described>("create", { ...parts, scheme, hash });
        expect(created.text).toBe(text);
      }
    }
    if (addresses.inline === undefined) return;
    const inline = await ask<Described>("create", {
      ...parts,
      scheme: "inline",
      maxInlineLen: 10_000,
    });
    expect(inline.text).toBe(addresses.inline);
  });

  test.each(vectors.read)("reads $title: $bytes", async ({ bytes, data }) => {
    expect(fromJson(await ask("decode", { codec, bytes }))).toStrictEqual(fromJson(data as Json));
  });

  test.each(vectors.refusedBytes)("does not read $title: $bytes", async ({ bytes, code }) => {
    await expect(ask("decode", { codec, bytes })).rejects.toMatchObject({ code });
  });

  test.each(vectors.refusedData)("does not write $title", async ({ data, code }) => {
    await expect(ask("encode", { codec, data })).rejects.toMatchObject({ code });
  });
});
