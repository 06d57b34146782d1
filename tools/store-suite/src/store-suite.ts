import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createKstash, StashNotFound } from "@kstash/core";
import { at, bytesOf, holds, kstashOn, raw, rejection } from "./helpers.js";
import { linkCases } from "./links.js";
import type { Stage } from "./stage.js";
import type { Store, StoreKind } from "./store.js";
import { vectorsOf } from "./vectors.js";

const MIB = 1024 * 1024;

/**
 * What a backend of an object store does: the same on every store.
 *
 * @param own the cases of this store alone, on the same server
 */
export function storeSuite<Own extends Store>(
  kind: StoreKind<Own>,
  own?: (store: () => Own) => void,
): void {
  (kind.isInstalled === false ? describe.skip : describe)(`on ${kind.title}`, () => {
    let store: Own;
    beforeAll(async () => {
      store = await kind.start();
      await store.createNamespace(at.namespace);
    }, 120_000);
    afterAll(() => store?.close(), 120_000);
    const stage: Stage = {
      kind,
      store: () => store,
      backend: (options) => store.backend(store.url, options),
    };
    writing(stage);
    vectors(stage);
    refusing(stage);
    linkCases(stage);
    if (own) describe("what it alone does", () => own(() => store));
  });
}

function writing({ store, backend }: Stage): void {
  const bytes = bytesOf(1000);

  test.each([0, 1, 512 * 1024, 2.5 * MIB])("%d bytes, with either hash", async (size) => {
    for (const hash of ["md5", "sha256"] as const) {
      const { create, retrieve } = kstashOn(backend(), { hash });
      const { address } = await create("sized", bytesOf(size), at);
      expect(await holds(retrieve(address), bytesOf(size))).toBe(true);
    }
  });

  test.each(["md5", "sha256"] as const)(
    "a large payload, in parts and in ranges, and a second time (%s)",
    async (hash) => {
      const payload = bytesOf(19 * MIB);
      const { create, retrieve } = kstashOn(backend({ parallelAboveBytes: MIB }), { hash });
      const { address } = await create("large", payload, at);
      expect(await holds(retrieve(address), payload)).toBe(true);
      const { version } = await store().head(address.key);
      await create("large", payload, at);
      expect((await store().head(address.key)).version).toBe(version);
    },
  );

  test.each([20_000, 9 * MIB])("many writers of %d bytes at once: one object", async (size) => {
    const payload = bytesOf(size);
    const stashes = await Promise.all(
      Array.from({ length: 6 }, () =>
        kstashOn(backend({ parallelAboveBytes: MIB })).create("race", payload, at),
      ),
    );
    expect(new Set(stashes.map(({ address }) => address.text)).size).toBe(1);
    const { retrieve } = kstashOn(backend());
    expect(await holds(retrieve(stashes[0]!.address), payload)).toBe(true);
  });

  test("what is there already is not written again", async () => {
    const { create } = kstashOn(backend());
    const { address } = await create("twice", bytes, at);
    const { version } = await store().head(address.key);
    await create("twice", bytes, at);
    expect((await store().head(address.key)).version).toBe(version);
  });

  test("what is found and old is renewed, with all that is beside it", async () => {
    const { address } = await kstashOn(backend({ marked: true })).create("old", bytes, at);
    const before = await store().head(address.key);
    expect(before).toMatchObject({ cacheControl: "no-store", metadata: { origin: "test" } });
    const { create, retrieve } = kstashOn(backend({ marked: true, refreshAfterSec: 0.5 }));
    let after = before;
    while (after.countsFrom === before.countsFrom) {
      await create("old", bytes, at);
      after = await store().head(address.key);
    }
    const { contentType, cacheControl, metadata } = before;
    expect(after).toMatchObject({ contentType, cacheControl, metadata });
    expect((await retrieve(address)).data).toEqual(bytes);
    await kstashOn(backend({ refreshAfterSec: 3600 })).create("old", bytes, at);
    expect((await store().head(address.key)).countsFrom).toBe(after.countsFrom);
  });
}

function vectors({ kind, store, backend }: Stage): void {
  const bytes = bytesOf(100);
  const { written, namespaces, refused } = vectorsOf(kind.scheme);

  test.each(written.map((vector) => ({ start: vector.text.slice(0, 40), vector })))(
    "the vector $start: the object's name, its type and its metadata",
    async ({ vector }) => {
      const hash = vector.digest.length === 32 ? "md5" : "sha256";
      const codecs = [{ ...raw, contentType: vector.contentType }];
      const config = { hash, backends: [backend()] } as const;
      const { create, retrieve, remove } = createKstash({ codecs, config });
      const { address, digest } = await create(vector.name, bytes, at);
      // The vectors have the digest of other bytes.
      const own = (text: string) => `${text.slice(0, -digest.length)}${digest}`;
      expect(address.text).toBe(own(vector.text));
      const { contentType, metadata } = await store().head(own(vector.object));
      expect(contentType).toBe(vector.contentType);
      expect(metadata).toEqual(vector.metadata);
      const loaded = await retrieve(address.text);
      expect([loaded.name, loaded.data]).toEqual([vector.name, bytes]);
      expect(await remove(address)).toBe(true);
      expect(await remove(address)).toBe(false);
    },
  );

  test("the vectors of namespaces: the store may be asked for all of them", async () => {
    for (const { text } of namespaces) {
      expect(await rejection(kstashOn(backend()).retrieve(text))).toBeInstanceOf(StashNotFound);
    }
  });

  for (const { title, namespace, name, code } of refused) {
    test(`refused: ${title}`, async () => {
      const { create } = kstashOn(backend());
      expect(await rejection(create(name, bytes, { namespace }))).toMatchObject({ code });
    });
  }
}

function refusing({ kind, store, backend }: Stage): void {
  const bytes = bytesOf(1000);
  const digest = "c6ab205fe81dcad3eec3ab48b96b0618";

  test("a namespace that does not exist is named, and not created; what is in it is absent", async () => {
    const namespace = "no-such";
    for (const options of [{}, { parallelAboveBytes: 10 }]) {
      const { create, retrieve, remove } = kstashOn(backend(options));
      const error = await rejection(create("context", bytes, { namespace }));
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toContain(`could not store ${kind.scheme}://${namespace}/context.`);
      expect(error.message).toContain(kind.missingNamespace.replaceAll("$", namespace));
      expect(error.message).toMatch(/, as kstash never creates one \(\w+, HTTP 404\)$/);
      const address = `${kind.scheme}://${namespace}/context.${digest}`;
      expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
      expect(await remove(address)).toBe(false);
    }
  });

  test("there is no such key", async () => {
    const { retrieve, remove } = kstashOn(backend());
    const address = `${kind.scheme}://stashes/none.${digest}`;
    expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
    expect(await remove(address)).toBe(false);
  });

  test("what was changed in place is refused", async () => {
    const { create, retrieve } = kstashOn(backend());
    const { address } = await create("changed", bytes, at);
    await store().write(address.key, bytesOf(999), raw.contentType);
    expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
  });

  test("a foreign type is left to the codecs", async () => {
    const { create, retrieve } = kstashOn(backend());
    const { address } = await create("typed", bytes, at);
    await store().write(address.key, bytes, "text/x-foreign");
    const error = await rejection(retrieve(address));
    expect(error).toMatchObject({ code: "UNSUPPORTED_OPERATION" });
    expect(error.message).toContain("text/x-foreign");
  });

  test("more than maxPayloadBytes is not read", async () => {
    const { address } = await kstashOn(backend()).create("large", bytes, at);
    const error = await rejection(kstashOn(backend(), { maxPayloadBytes: 999 }).retrieve(address));
    expect(error).toMatchObject({ code: "STASH_TOO_LARGE" });
    expect(error.message).toContain("has 1000 bytes, Config.maxPayloadBytes allows 999");
  });
}
