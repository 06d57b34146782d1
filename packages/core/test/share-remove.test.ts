import { describe, expect, test } from "@jest/globals";
import { createKstash, InvalidConfig, UnsupportedOperation } from "../src/index.js";
import { json, mapBackend, MD5 } from "./support.js";

const sharing = mapBackend("s3", {
  share: (address, { ttlSec }) => `https://link/${address.key}?ttl=${ttlSec}`,
});

describe("share", () => {
  const { create, share } = createKstash({
    codecs: [json],
    config: { backends: [sharing], shareTtlSec: 7 },
  });

  test("asks the backend of the address, for the config's time or the call's", async () => {
    const stash = await create("x", 1);
    const link = (ttl: number) => `https://link/${stash.address.key}?ttl=${ttl}`;
    expect(await share(stash.address)).toBe(link(7));
    expect(await share(stash.address.text, { ttlSec: 604_800 })).toBe(link(604_800));
    expect(await stash.share()).toBe(link(7));
    expect(await stash.share({ ttlSec: 1 })).toBe(link(1));
  });

  test.each([[0], [-1], [0.5], [604_801], [Number.NaN], ["5" as unknown as number]])(
    "a ttl of %j is refused",
    async (ttlSec) => {
      const stash = await create("x", 1);
      await expect(stash.share({ ttlSec })).rejects.toThrow(InvalidConfig);
      await expect(stash.share({ ttlSec })).rejects.toThrow(
        "(ttlSec): must be a whole number of seconds from 1 to 604800",
      );
    },
  );

  test("a backend without the method cannot share", async () => {
    const config = { backends: [mapBackend()] };
    const stash = await create("x", 1, { config });
    await expect(stash.share()).rejects.toThrow(UnsupportedOperation);
    await expect(stash.share()).rejects.toThrow('backend "mem" cannot share mem://default/x.');
  });
});

describe("remove", () => {
  test("says whether there was anything", async () => {
    const { create, remove, retrieve } = createKstash({
      codecs: [json],
      config: { backends: [mapBackend()] },
    });
    const stash = await create("x", 1);
    expect(await remove(stash.address)).toBe(true);
    expect(await remove(stash.address.text)).toBe(false);
    await expect(retrieve(stash.address)).rejects.toThrow("stash not found");
  });

  test("a backend without the method cannot remove", async () => {
    const backend = mapBackend();
    delete backend.remove;
    const { remove } = createKstash({ codecs: [json], config: { backends: [backend] } });
    await expect(remove(`mem://ns/x.${MD5}`)).rejects.toThrow(UnsupportedOperation);
  });
});

test("a method keeps its receiver: a backend may be an instance of a class", async () => {
  class Mine {
    readonly specification = "v1";
    readonly name = "mine";
    readonly #inner = mapBackend("mine", { share: () => "https://link" });
    put = undefined;
    get(...args: Parameters<typeof this.inner.get>) {
      return this.inner.get(...args);
    }
    share() {
      return `${this.inner.name}`;
    }
    remove() {
      return this.inner.store.size === 0;
    }
    get inner() {
      return this.#inner;
    }
  }
  const backend = new Mine();
  const { retrieve, share, remove } = createKstash({
    codecs: [json],
    config: { backends: [backend as never] },
  });
  await expect(retrieve(`mine://ns/x.${MD5}`)).rejects.toThrow("stash not found");
  expect(await share(`mine://ns/x.${MD5}`)).toBe("mine");
  expect(await remove(`mine://ns/x.${MD5}`)).toBe(true);
});
