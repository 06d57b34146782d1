import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Storage } from "@google-cloud/storage";
import { http } from "@kstash/backend-https";
import { createKstash, StashNotFound } from "@kstash/core";
import { installFakeGcs, type Server, startFakeGcs } from "@kstash/servers";
import { gcs, type GcsOptions } from "../src/index.js";
import { bytesOf, credentials, kstashOn, raw, rejection } from "./kit.js";

const describeInstalled = installFakeGcs() ? describe : describe.skip;
const MIB = 1024 * 1024;
const NAMES = [
  "a b",
  "100%",
  "%41",
  "a?b=c",
  "a#b",
  "a+b&c",
  "a/b/c",
  "a\\b",
  "a%5Cb",
  "dir./file",
  "dir%2E/file",
  ".../...",
  "a=b;c,d@e:f$g!h*i'j(k)l",
  'quote"\\back',
  "<xml>",
  "grüße/日本語/🎒",
  "日".repeat(330),
  "a".repeat(991),
];

describeInstalled("on fake-gcs-server", () => {
  const bytes = bytesOf(1000);
  const at = { namespace: "stashes" };
  let server: Server;
  let storage: Storage;
  beforeAll(async () => {
    server = await startFakeGcs();
    storage = new Storage({ apiEndpoint: server.url, projectId: "kstash", credentials });
    await storage.createBucket("stashes");
  }, 120_000);
  afterAll(() => server?.close());

  const backend = (options: GcsOptions = {}) =>
    gcs({ options: { apiEndpoint: server.url, projectId: "kstash", credentials }, ...options });
  const objectAt = (key: string) => storage.bucket("stashes").file(key);

  describe("create and retrieve", () => {
    test("what comes back is what was stored, its type and its owner beside it", async () => {
      const { create, retrieve } = kstashOn(backend());
      const stash = await create("two words", bytes, at);
      expect(String(stash.address)).toBe(`gs://stashes/two%20words.${stash.digest}`);
      expect((await retrieve(stash.address)).data).toEqual(new Uint8Array(bytes));
      const [stored] = await objectAt(stash.address.key).getMetadata();
      expect(stored.contentType).toBe("application/x-raw");
      expect(stored.metadata).toEqual({
        "kstash-name": "two%20words",
        "kstash-namespace": "stashes",
      });
      expect(stored.customTime).toBeUndefined();
    });

    test.each(NAMES.map((name) => ({ name, start: name.slice(0, 30) })))(
      "the name $start, by its address and by a link",
      async ({ name }) => {
        const { create, remove } = kstashOn(backend());
        const both = { backends: [backend(), http()] };
        const { retrieve } = createKstash({ codecs: [raw], config: both });
        const stash = await create(name, bytes, at);
        expect((await retrieve(String(stash.address))).name).toBe(name);
        const link = await stash.share();
        const linked = await retrieve(link);
        expect([linked.namespace, linked.name]).toEqual(["stashes", name]);
        expect(await remove(stash.address)).toBe(true);
        expect(await remove(stash.address)).toBe(false);
      },
    );

    test.each([0, 1, 512 * 1024, 2.5 * MIB])("%d bytes, with either hash", async (size) => {
      for (const hash of ["md5", "sha256"] as const) {
        const { create, retrieve } = kstashOn(backend(), { hash });
        const { address } = await create("sized", bytesOf(size), at);
        const { data } = await retrieve<Uint8Array>(address);
        expect(Buffer.compare(data, bytesOf(size))).toBe(0);
      }
    });

    test("a large payload, by a resumable upload and in ranges", async () => {
      const payload = bytesOf(19 * MIB);
      const { create, retrieve } = kstashOn(backend({ parallelAboveBytes: MIB }));
      const { address } = await create("large", payload, at);
      const { data } = await retrieve<Uint8Array>(address);
      expect(Buffer.compare(data, payload)).toBe(0);
      const [before] = await objectAt(address.key).getMetadata();
      await create("large", payload, at);
      const [after] = await objectAt(address.key).getMetadata();
      expect(after.generation).toBe(before.generation);
    });

    test("many writers of one large payload at once: one object, and nobody fails", async () => {
      const payload = bytesOf(9 * MIB);
      const stashes = await Promise.all(
        Array.from({ length: 6 }, () =>
          kstashOn(backend({ parallelAboveBytes: MIB })).create("race", payload, at),
        ),
      );
      expect(new Set(stashes.map(({ address }) => address.text)).size).toBe(1);
      const { data } = await kstashOn(backend()).retrieve<Uint8Array>(stashes[0]!.address);
      expect(Buffer.compare(data, payload)).toBe(0);
    });

    test("what is there already is not written again", async () => {
      const { create } = kstashOn(backend());
      const { address } = await create("twice", bytes, at);
      const [before] = await objectAt(address.key).getMetadata();
      await create("twice", bytes, at);
      const [after] = await objectAt(address.key).getMetadata();
      expect(after.generation).toBe(before.generation);
    });

    test("what is found and old is renewed, with all that is beside it", async () => {
      const putOptions = { cacheControl: "no-store", metadata: { origin: "test" } };
      const { address } = await kstashOn(backend({ putOptions })).create("old", bytes, at);
      const [before] = await objectAt(address.key).getMetadata();
      const { create, retrieve } = kstashOn(backend({ putOptions, refreshAfterSec: 0.5 }));
      let after = before;
      while (after.customTime === undefined) {
        await create("old", bytes, at);
        [after] = await objectAt(address.key).getMetadata();
      }
      expect(after.metadata).toMatchObject({ origin: "test", "kstash-name": "old" });
      expect(after.contentType).toBe("application/x-raw");
      expect(after.cacheControl).toBe("no-store");
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
      const young = kstashOn(backend({ refreshAfterSec: 3600 }));
      await young.create("old", bytes, at);
      expect((await objectAt(address.key).getMetadata())[0].customTime).toBe(after.customTime);
    });

    test("with refreshAfterSec a new object has the time of its storing", async () => {
      const { create } = kstashOn(backend({ refreshAfterSec: 3600 }));
      const { address } = await create("timed", bytes, at);
      const [{ customTime = "" }] = await objectAt(address.key).getMetadata();
      expect(Date.now() - Date.parse(customTime)).toBeLessThan(60_000);
    });

    test("a client that is passed in is used", async () => {
      const { create, retrieve } = kstashOn(gcs({ storage }));
      const { address } = await create("given", bytes, at);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test("a stream goes in by chunks and comes out by ranges, with little of it in memory", async () => {
      const length = 200 * MIB;
      const codec = {
        ...raw,
        bytesHeader: () => new Uint8Array(),
        readBytesHeader: () => ({ headerLength: 0, length }),
      };
      const { create, retrieve } = createKstash({
        codecs: [codec],
        config: { backends: [backend({ parallelAboveBytes: MIB })] },
      });
      const hash = createHash("md5");
      async function* chunks() {
        for (let index = 0; index < 200; index += 1) yield Buffer.alloc(MIB, `chunk ${index}`);
      }
      for await (const chunk of chunks()) hash.update(chunk);
      let most = 0;
      const watch = () => void (most = Math.max(most, process.memoryUsage().arrayBuffers));
      const before = process.memoryUsage().arrayBuffers;
      const timer = setInterval(watch, 20);
      const { address } = await create("streamed", Readable.from(chunks()), at);
      expect(address.digest).toBe(hash.digest("hex"));
      const { data } = await retrieve(address, { as: "stream" });
      let received = 0;
      for await (const chunk of data) received += (chunk as Buffer).length;
      clearInterval(timer);
      expect(received).toBe(length);
      expect(most - before).toBeLessThan(100 * MIB);
    }, 60_000);

    test("500 payloads, 64 in flight, by one backend: none is lost", async () => {
      const { create, retrieve } = kstashOn(backend());
      let next = 0;
      const work = async () => {
        for (let index = next++; index < 500; index = next++) {
          const payload = bytesOf(index * 37);
          const { address } = await create(`many/${index}`, payload, at);
          const { data } = await retrieve<Uint8Array>(address);
          if (Buffer.compare(data, payload) !== 0) throw new Error(`payload ${index} differs`);
        }
      };
      await Promise.all(Array.from({ length: 64 }, work));
      const [files] = await storage.bucket("stashes").getFiles({ prefix: "many/" });
      expect(files).toHaveLength(500);
    });
  });

  describe("links", () => {
    const { retrieve } = createKstash({ codecs: [raw], config: { backends: [http()] } });

    test("of an object that was removed: not found", async () => {
      const { create, remove, share } = kstashOn(backend());
      const { address } = await create("linked", bytes, at);
      const link = await share(address, { ttlSec: 600 });
      expect((await retrieve(link)).data).toEqual(new Uint8Array(bytes));
      await remove(address);
      const gone = await rejection(retrieve(link));
      expect(gone).toBeInstanceOf(StashNotFound);
      expect(gone.message).not.toContain("expired");
    });
  });

  describe("errors that say what to do", () => {
    const digest = "c6ab205fe81dcad3eec3ab48b96b0618";

    test("a bucket that does not exist is named, and not created; what is in it is absent", async () => {
      const { create, retrieve, remove } = kstashOn(backend());
      const error = await rejection(create("context", bytes, { namespace: "no-such" }));
      expect(error.message).toMatch(
        /^backend "gs" could not store gs:\/\/no-such\/context\.[0-9a-f]{32}: bucket "no-such" does not exist: create it first \(gcloud storage buckets create gs:\/\/no-such\), as kstash never creates one \(.*HTTP 404\)$/,
      );
      expect(error.cause).toMatchObject({ status: 404 });
      const address = `gs://no-such/context.${digest}`;
      expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
      expect(await remove(address)).toBe(false);
    });

    test("what was changed in place is refused", async () => {
      const { create, retrieve } = kstashOn(backend());
      const { address } = await create("changed", bytes, at);
      await objectAt(address.key).save(bytesOf(999), { contentType: raw.contentType });
      expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
    });

    test("more than maxPayloadBytes is not read", async () => {
      const { address } = await kstashOn(backend()).create("large", bytes, at);
      const error = await rejection(
        kstashOn(backend(), { maxPayloadBytes: 999 }).retrieve(address),
      );
      expect(error).toMatchObject({ code: "STASH_TOO_LARGE" });
      expect(error.message).toContain("has 1000 bytes, Config.maxPayloadBytes allows 999");
    });
  });
});
