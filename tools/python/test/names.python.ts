import { expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import type { Described } from "./described.js";
import { describePython, own, stage } from "./suite.js";

const namespace = "stashes";
// null, in MessagePack.
const DIGEST = "4843a4868714fa7589e8ef87756bcacf";

const clear = [
  "sub!$&'()*+,;=",
  "~a:b@c",
  "two words",
  " edge ",
  "há não",
  "水🎵",
  "e\u0301",
  'q"`<>',
  "[x]",
  "{x}|^\\",
];

const unclear: readonly (readonly [name: string, reason: string])[] = [
  ["100%", "%25"],
  ["%zz", "%25"],
  ["%2F", "escaped slash"],
  ["#1", "%23"],
  ["a#b", "%23"],
  ["what?", "does not end in a digest"],
  ["a?b", "does not end in a digest"],
  ["a//b", "empty segment"],
  ["trail/", "empty segment"],
  ["a\tb", "control character"],
];

describePython(`odd names of the Python edition on ${own.title}`, () => {
  const at = stage(own);
  const createThere = async (name: string, backend: string) => {
    const args = { name, data: null, namespace, backends: [backend] };
    return ((await at.call("create", args)) as unknown as Described).address;
  };

  test.each(clear)("%j is read where its meaning is clear", async (name) => {
    const { retrieve } = at.kstash([msgpack, cbor]);
    const onS3 = await createThere(name, "s3");
    const inline = await createThere(name, "inline");
    expect(onS3).toBe(`s3://${namespace}/${name}.${DIGEST}`);
    expect(inline).toBe(`inline://${namespace}/${name}?data=wA%3D%3D`);
    for (const address of [onS3, inline]) {
      expect(await retrieve(address)).toMatchObject({ name, namespace, data: null });
    }
    const link = (await at.call("share", { address: onS3, ttl_sec: 60 })) as string;
    expect(await retrieve(link)).toMatchObject({ name, namespace, data: null });
  });

  test.each(unclear)("%j is refused with the reason %s", async (name, reason) => {
    const address = await createThere(name, "mem");
    expect(address).toBe(`mem://${namespace}/${name}.${DIGEST}`);
    await expect(at.kstash([msgpack]).retrieve(address)).rejects.toMatchObject({
      code: "INVALID_ADDRESS",
      message: expect.stringContaining(reason),
    });
  });

  test("a%20b is read as the escape it looks like, and so not found", async () => {
    const address = await createThere("a%20b", "s3");
    expect(address).toBe(`s3://${namespace}/a%20b.${DIGEST}`);
    await expect(at.kstash([msgpack]).retrieve(address)).rejects.toMatchObject({
      code: "STASH_NOT_FOUND",
    });
  });

  test("it finds nothing of ours under a name that has to be escaped", async () => {
    const { create } = at.kstash([msgpack]);
    const { address } = await create("our two words", null, { namespace });
    await expect(at.call("retrieve", { address: address.text })).rejects.toMatchObject({
      type: "StashNotFound",
    });
    const plain = await create("sub!$&'()*+,;=:@~ours", null, { namespace });
    const read = await at.call("retrieve", { address: plain.address.text });
    expect(read).toMatchObject({ name: "sub!$&'()*+,;=:@~ours", data: null });
  });
});
