import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { type Backend, createKstash, type HashName } from "@kstash/core";
import { fromJson, readVectors, type Vector } from "../src/index.js";
import { expectSame } from "./same.js";

const codecs = { cbor, msgpack };
const root = mkdtempSync(join(tmpdir(), "kstash-vectors-"));
afterAll(() => rmSync(root, { recursive: true }));

async function roundTrip(vector: Vector, backend: Backend, hash: HashName): Promise<string> {
  const config = { backends: [backend], hash, maxInlineLen: 10_000 };
  const { create, retrieve } = createKstash({ codecs: [codecs[vector.codec]], config });
  const data = fromJson(vector.data);
  const stash = await create(vector.name, data, { namespace: vector.namespace });
  const loaded = await retrieve(stash.address);
  expectSame(loaded.data, vector.reads === undefined ? data : fromJson(vector.reads));
  expect(loaded.equals(stash)).toBe(true);
  return stash.address.text;
}

describe.each(["cbor.json", "msgpack.json"] as const)("%s", (name) => {
  // Places of its own: some bytes mean one thing in CBOR and another in MessagePack.
  const backends = {
    mem: mem(),
    file: file({ root: join(root, name) }),
    inline: inline(),
  };

  test.each(readVectors(name).written)("$title: $data", async (vector) => {
    const { md5, sha256, inline: address } = vector.addresses;
    expect(await roundTrip(vector, backends.mem, "md5")).toBe(md5["mem"]);
    expect(await roundTrip(vector, backends.mem, "sha256")).toBe(sha256["mem"]);
    if (address) expect(await roundTrip(vector, backends.inline, "md5")).toBe(address);
  });

  // Each of these is flushed to the disk, which takes its time: some stand for all.
  const some = readVectors(name).written.filter((_, index) => index % 20 === 0);

  test.each(some)("in a file: $title: $data", async (vector) => {
    const { md5, sha256 } = vector.addresses;
    expect(await roundTrip(vector, backends.file, "md5")).toBe(md5["file"]);
    expect(await roundTrip(vector, backends.file, "sha256")).toBe(sha256["file"]);
  });
});
