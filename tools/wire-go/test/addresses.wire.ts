import { expect, test } from "@jest/globals";
import { readVectors } from "@kstash/vectors";
import { describeGo, type Described, peer } from "./suite.js";

const vectors = readVectors("addresses.json");
const objects = readVectors("objects.json");
const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";

describeGo("Go and the vectors of addresses", () => {
  const { ask } = peer();

  test.each(vectors.written)("writes and reads $text", async ({ metadata, ...vector }) => {
    const read = await ask<Described>("parse", { text: vector.text });
    expect(read).toMatchObject(vector);
    if (vector.scheme === "inline") return;
    const written = await ask<Described>("format", vector);
    expect(written).toMatchObject({ ...vector, metadata });
    expect(Object.keys(written.metadata)).toHaveLength(Object.keys(metadata!).length);
  });

  test.each(vectors.read)("reads $title", async ({ text, written }) => {
    expect(await ask("parse", { text })).toMatchObject({ text: written });
    expect(await ask("parse", { text: written })).toMatchObject({ text: written });
  });

  test.each(vectors.links)("reads the link $text", async ({ text, ...parts }) => {
    expect(await ask("parse", { text })).toMatchObject({ text, ...parts });
  });

  test.each(vectors.refusedNames)("refuses the name: $title", async ({ input, code }) => {
    const parts = { scheme: "s3", namespace: "stashes", name: input, digest: MD5 };
    await expect(ask("format", parts)).rejects.toMatchObject({ code });
  });

  test.each(vectors.refusedNamespaces)("refuses the namespace: $title", async ({ input, code }) => {
    const parts = { scheme: "s3", namespace: input, name: "a", digest: MD5 };
    await expect(ask("format", parts)).rejects.toMatchObject({ code });
  });

  test.each(vectors.refusedAddresses)("refuses $title: $input", async ({ input, code }) => {
    await expect(ask("parse", { text: input })).rejects.toMatchObject({ code });
  });

  test.each([...objects.written, ...objects.namespaces])(
    "names the object of $text",
    async ({ text, object, metadata }) => {
      expect(await ask("object", { text })).toEqual({ object, metadata });
    },
  );

  test.each(objects.refused)("refuses $scheme: $title", async ({ text, code }) => {
    await expect(ask("object", { text })).rejects.toMatchObject({ code });
  });

  // Section 11, in whose words: there are no vectors of what a server answers.
  test("takes namespace and name from the metadata of a link, each by itself", async () => {
    const text = `https://stashes.s3.example.com/a.${MD5}`;
    const read = (metadata: object) => ask<Described>("link", { text, metadata });
    expect(await read({})).toMatchObject({ namespace: "stashes", name: "a", text });
    expect(await read({ "kstash-name": "b%2Fh%C3%A1" })).toMatchObject({
      namespace: "stashes",
      name: "b/há",
    });
    expect(await read({ "kstash-namespace": "my.app" })).toMatchObject({
      namespace: "my.app",
      name: "a",
    });
    const refusal = (code: string) => expect.objectContaining({ code });
    await expect(read({ "kstash-name": "%FF" })).rejects.toEqual(refusal("STASH_CORRUPTED"));
    await expect(read({ "kstash-name": "a%2F..%2Fb" })).rejects.toEqual(refusal("INVALID_ADDRESS"));
    await expect(read({ "kstash-namespace": "-" })).rejects.toEqual(refusal("INVALID_ADDRESS"));
  });

  test("takes the name from the path of a link in path style, if the metadata has none", async () => {
    const read = (path: string, metadata: object) =>
      ask<Described>("link", { text: `https://minio.example.com/${path}.${MD5}`, metadata });
    const owner = { "kstash-namespace": "stashes" };
    expect(await read("stashes/a/b", owner)).toMatchObject({ namespace: "stashes", name: "a/b" });
    expect(await read("a/b", owner)).toMatchObject({ namespace: "stashes", name: "a/b" });
    const named = { ...owner, "kstash-name": "c" };
    expect(await read("stashes/a/b", named)).toMatchObject({ namespace: "stashes", name: "c" });
  });
});
