import { expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { fromJson } from "@kstash/vectors";
import { type Described, payloads } from "./described.js";
import { describePython, servers, stage } from "./suite.js";

const namespace = "stashes";

describePython.each(servers)("with the Python edition on $title", (meeting) => {
  const at = stage(meeting);
  const python = async (name: string, args: object) =>
    (await at.call(name, { ...args })) as unknown as Described;

  /** What is stored under the name, and the answers to the PUTs since (of Ceph's nothing is known). */
  async function expectOneObject(name: string, address: string, seen: number): Promise<void> {
    const stored = (await at.call("keys", { bucket: namespace })) as string[];
    const keys = stored.filter((key) => key.startsWith(`${name}.`));
    expect(keys).toEqual([address.slice(`s3://${namespace}/`.length)]);
    const puts = at.server.requests?.slice(seen).filter(({ method }) => method === "PUT");
    if (puts) expect(puts.map(({ status }) => status)).toEqual([200, 412]);
  }

  test.each(payloads)("it creates %s, we retrieve it: one object", async (base, data) => {
    const seen = at.server.requests?.length ?? 0;
    const name = `theirs/${base}`;
    const created = await python("create", { name, data, namespace });
    const ours = await at.kstash([msgpack]).create(name, fromJson(data), { namespace });
    expect(ours.address.text).toBe(created.address);
    await expectOneObject(name, created.address, seen);
    for (const codecs of [[cbor, msgpack], [msgpack, cbor], [msgpack]]) {
      const stash = await at.kstash(codecs).retrieve(created.address);
      expect(stash.data).toStrictEqual(fromJson(data));
      expect(stash).toMatchObject({ name, namespace, digest: created.md5 });
    }
  });

  test.each(payloads)("we create %s, it retrieves it: one object", async (base, data) => {
    const seen = at.server.requests?.length ?? 0;
    const name = `ours/${base}`;
    const { create } = at.kstash([msgpack]);
    const { address, digest } = await create(name, fromJson(data), { namespace });
    const theirs = await python("create", { name, data, namespace });
    expect(theirs.address).toBe(address.text);
    await expectOneObject(name, address.text, seen);
    const loaded = await python("retrieve", { address: address.text });
    expect(loaded).toMatchObject({ name, namespace, md5: digest });
    expect(fromJson(loaded.data)).toStrictEqual(fromJson(data));
  });

  test("a type that no codec claims says which package would read it", async () => {
    const created = await python("create", { name: "unclaimed", data: 1, namespace });
    await expect(at.kstash([cbor]).retrieve(created.address)).rejects.toMatchObject({
      code: "UNSUPPORTED_OPERATION",
      message: expect.stringContaining("@kstash/codec-msgpack reads it: add its codec"),
    });
  });

  test("it does not read what it has no notion of: CBOR, and SHA-256", async () => {
    const inCbor = await at.kstash([cbor]).create("cbor", { a: 1 }, { namespace });
    await expect(python("retrieve", { address: inCbor.address.text })).rejects.toThrow();
    const sha256 = await at
      .kstash([msgpack], { hash: "sha256" })
      .create("sha256", { a: 1 }, { namespace });
    await expect(python("retrieve", { address: sha256.address.text })).rejects.toMatchObject({
      type: "ValueError",
    });
  });
});
