import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { Address, type Codec, createKstash } from "@kstash/core";
import { fromJson, type Json } from "../src/index.js";
import { blocks, rows } from "./markdown.js";
import { expectSame } from "./same.js";

const codecs: Readonly<Record<string, Codec>> = { cbor, msgpack };

/** A block of hex: first `; codec data`, then bytes with comments, then what is made of them. */
function exampleOf(block: string) {
  const [head = "", ...lines] = block.trimEnd().split("\n");
  const [, codec = "", json = ""] = /^; (\w+) (.+)$/.exec(head) ?? [];
  const digits = lines.map((line) => line.replace(/;.*$/, "")).join("");
  const made = lines.filter((line) => line.startsWith("; ")).map((line) => line.slice(2));
  return {
    title: `${codec} ${json}`,
    codec: codecs[codec]!,
    data: fromJson(JSON.parse(json) as Json),
    hex: digits.replace(/\s/g, ""),
    made,
  };
}

describe("the examples of WIRE.md", () => {
  test.each(blocks("hex").map(exampleOf))("$title", async ({ codec, data, hex, made }) => {
    const bytes = codec.encode(data);
    expect(Buffer.from(bytes).toString("hex")).toBe(hex);
    expectSame(codec.decode(bytes), data);
    for (const text of made) {
      const [hash, digest] = text.split(" ");
      if (digest) expect(createHash(hash!).update(bytes).digest("hex")).toBe(digest);
      else expect(await addressOf(Address.parse(text), codec, data)).toBe(text);
    }
  });

  test.each(rows("namespace", "name", "address"))("%s, %s: %s", (namespace, name, text) => {
    const digest = "c6ab205fe81dcad3eec3ab48b96b0618";
    const scheme = text!.split(":")[0]!;
    const address = Address.from({ scheme, namespace: namespace!, name: name!, digest });
    expect(address.text).toBe(text);
    expect(Address.parse(text!)).toEqual(address);
  });

  test.each(rows("link", "namespace", "name"))("%s: %s, %s", (text, namespace, name) => {
    expect(Address.parse(text!)).toMatchObject({ text, namespace, name });
  });

  test.each(rows("codec", "writes", "reads as well"))("%s writes %s", (name, type, others) => {
    const { contentType, alsoReads = [] } = codecs[name!]!;
    expect(contentType).toBe(type);
    expect(alsoReads.join("`, `")).toBe(others);
  });
});

async function addressOf(like: Address, codec: Codec, data: unknown): Promise<string> {
  const { scheme, namespace, name } = like;
  const backends = [scheme === "inline" ? inline() : { ...mem(), name: scheme }];
  const { create } = createKstash({ codecs: [codec], config: { backends } });
  return (await create(name, data, { namespace })).address.text;
}
