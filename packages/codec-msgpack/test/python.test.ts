import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { msgpack } from "../src/index.js";
import { hex, toHex } from "./hex.js";

interface Vector {
  name: string;
  namespace: string;
  data: unknown;
  encoded: string;
  md5: string;
  mem: string;
  inline: string;
}

// Made by the Python edition 0.2.0 itself; `{"$bytes": base64}` stands for bytes.
const file = new URL("vectors/python-kstash.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8"), revive) as Vector[];

function revive(_: string, value: unknown): unknown {
  const base64 = (value as { $bytes?: string } | null)?.$bytes;
  return base64 === undefined ? value : new Uint8Array(Buffer.from(base64, "base64"));
}

describe("what the Python edition writes", () => {
  test("is all there", () => {
    expect(vectors).toHaveLength(60);
  });

  test.each(vectors.map((vector, index) => [index, vector] as const))("vector %d", (_, vector) => {
    const { name, namespace, data, encoded, md5, mem, inline } = vector;
    const bytes = msgpack.encode(data);
    expect(toHex(bytes)).toBe(encoded);
    const digest = createHash("md5").update(bytes).digest("hex");
    expect(digest).toBe(md5);
    expect(`mem://${namespace}/${name}.${digest}`).toBe(mem);
    const base64 = Buffer.from(bytes).toString("base64");
    expect(`inline://${namespace}/${name}?data=${encodeURIComponent(base64)}`).toBe(inline);
    expect(msgpack.decode(hex(encoded))).toStrictEqual(data);
  });

  test("is the addresses of its README", () => {
    const context = { as_of: "today", bin: new Uint8Array(512 * 1024).fill(48) };
    const digest = (data: unknown): string =>
      createHash("md5").update(msgpack.encode(data)).digest("hex");
    expect(digest(context)).toBe("c6ab205fe81dcad3eec3ab48b96b0618");
    expect(digest({ data: 123 })).toBe("34472d91b2f84052bf26d4eaa862ef86");
    expect(Buffer.from(msgpack.encode(12)).toString("base64")).toBe("DA==");
  });
});
