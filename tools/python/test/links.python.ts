import { expect, test } from "@jest/globals";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { fromJson } from "@kstash/vectors";
import { type Described, payloads } from "./described.js";
import { describePython, servers, stage } from "./suite.js";

const namespace = "stashes";

describePython.each(servers.filter(({ isTls }) => isTls))("shared links on $title", (meeting) => {
  const at = stage(meeting);

  test.each(payloads)("it shares %s, we retrieve it", async (name, data) => {
    const created = await at.call("create", { name, data, namespace });
    const { address } = created as unknown as Described;
    const link = (await at.call("share", { address, ttl_sec: 60 })) as string;
    for (const codecs of [[cbor, msgpack], [msgpack]]) {
      const stash = await at.kstash(codecs).retrieve(link);
      expect(stash.data).toStrictEqual(fromJson(data));
      // It stores no metadata: name and namespace are those of the link's path.
      expect(stash).toMatchObject({ name, namespace });
    }
  });

  test.each(payloads)("we share %s, it retrieves it", async (name, data) => {
    const { create } = at.kstash([msgpack]);
    const stash = await create(`ours/${name}`, fromJson(data), { namespace });
    const link = await stash.share({ ttlSec: 60 });
    const loaded = (await at.call("retrieve", { address: link })) as unknown as Described;
    expect(fromJson(loaded.data)).toStrictEqual(fromJson(data));
    expect(loaded.md5).toBe(stash.digest);
    // Of a path-style link it takes the bucket for a part of the name.
    expect(loaded.name).toBe(`${namespace}/ours/${name}`);
  });
});

describePython.each(servers.filter(({ isTls }) => !isTls))("links on $title", (meeting) => {
  const at = stage(meeting);

  test("it neither makes nor reads one without TLS", async () => {
    const stash = await at.kstash([msgpack]).create("plain", 1, { namespace });
    const args = { address: stash.address.text, ttl_sec: 60 };
    await expect(at.call("share", args)).rejects.toMatchObject({ type: "ValueError" });
    const link = await stash.share({ ttlSec: 60 });
    await expect(at.call("retrieve", { address: link })).rejects.toMatchObject({
      type: "UnsupportedBackend",
    });
    expect((await at.kstash([msgpack]).retrieve(link)).data).toBe(1);
  });
});
