import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { http } from "@kstash/backend-https";
import { createKstash, StashNotFound } from "@kstash/core";
import { type Azurite, installAzurite, startAzurite } from "@kstash/servers";
import { azure, type AzureOptions } from "../src/index.js";
import { blobName } from "../src/names.js";
import { bytesOf, kstashOn, raw, rejection } from "./kit.js";

const describeInstalled = installAzurite() ? describe : describe.skip;
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

describeInstalled("on Azurite", () => {
  const bytes = bytesOf(1000);
  const at = { namespace: "stashes" };
  let server: Azurite;
  let container: ContainerClient;
  beforeAll(async () => {
    server = await startAzurite();
    const service = BlobServiceClient.fromConnectionString(server.connectionString);
    container = service.getContainerClient("stashes");
    await container.create();
  }, 120_000);
  afterAll(() => server?.close());

  const backend = (options: AzureOptions = {}) =>
    azure(
      options.serviceClient ? options : { connectionString: server.connectionString, ...options },
    );
  const blobAt = (key: string) => container.getBlockBlobClient(blobName(key));

  describe("create and retrieve", () => {
    test("what comes back is what was stored, its type and its owner beside it", async () => {
      const { create, retrieve } = kstashOn(backend());
      const stash = await create("two words", bytes, at);
      expect(String(stash.address)).toBe(`az://stashes/two%20words.${stash.digest}`);
      expect((await retrieve(stash.address)).data).toEqual(new Uint8Array(bytes));
      const stored = await blobAt(stash.address.key).getProperties();
      expect(stored.contentType).toBe("application/x-raw");
      expect(stored.metadata).toEqual({ kstash_name: "two%20words", kstash_namespace: "stashes" });
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
        // Azurite has the account in the path, which is more than a link to Azure has there.
        if (Buffer.byteLength(name) < 900) {
          const linked = await retrieve(link);
          expect([linked.namespace, linked.name]).toEqual(["stashes", name]);
        }
        expect(await remove(stash.address)).toBe(true);
        expect(await remove(stash.address)).toBe(false);
      },
    );

    test("a name that Azure cannot have is declined, and absent", async () => {
      const { create, retrieve, remove } = kstashOn(backend());
      const error = await rejection(create("%".repeat(400), bytes, at));
      expect(error).toMatchObject({ code: "UNSUPPORTED_BACKEND" });
      expect(error.message).toContain("the name of a blob has at most 1024 characters");
      const segments = Array.from({ length: 254 }, () => "a").join("/");
      expect((await rejection(create(`${segments}/a`, bytes, at))).message).toContain(
        "at most 254 segments",
      );
      const address = `az://stashes/${"%25".repeat(400)}.c6ab205fe81dcad3eec3ab48b96b0618`;
      expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
      expect(await remove(address)).toBe(false);
    });

    test.each([0, 1, 512 * 1024, 2.5 * MIB])("%d bytes, with either hash", async (size) => {
      for (const hash of ["md5", "sha256"] as const) {
        const { create, retrieve } = kstashOn(backend(), { hash });
        const { address } = await create("sized", bytesOf(size), at);
        const { data } = await retrieve<Uint8Array>(address);
        expect(Buffer.compare(data, bytesOf(size))).toBe(0);
        const { contentMD5 } = await blobAt(address.key).getProperties();
        expect(contentMD5).toHaveLength(16);
      }
    });

    test("a large payload, in blocks and in ranges", async () => {
      const payload = bytesOf(19 * MIB);
      const { create, retrieve } = kstashOn(backend({ parallelAboveBytes: MIB }));
      const { address } = await create("large", payload, at);
      const { committedBlocks } = await blobAt(address.key).getBlockList("all");
      expect(committedBlocks?.map(({ size }) => size)).toEqual([8 * MIB, 8 * MIB, 3 * MIB]);
      const { data } = await retrieve<Uint8Array>(address);
      expect(Buffer.compare(data, payload)).toBe(0);
      await create("large", payload, at);
      const { uncommittedBlocks } = await blobAt(address.key).getBlockList("uncommitted");
      expect(uncommittedBlocks).toEqual([]);
    });

    test("many writers of one large payload at once: one blob, and nobody fails", async () => {
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
      const before = await blobAt(address.key).getProperties();
      await create("twice", bytes, at);
      expect((await blobAt(address.key).getProperties()).etag).toBe(before.etag);
    });

    test("what is found and old is renewed, with all that is beside it", async () => {
      const putOptions = { blobCacheControl: "no-store", metadata: { origin: "test" } };
      const { address } = await kstashOn(backend({ putOptions })).create("old", bytes, at);
      const before = await blobAt(address.key).getProperties();
      const { create, retrieve } = kstashOn(backend({ putOptions, refreshAfterSec: 0.5 }));
      let after = before;
      while (Number(after.lastModified) === Number(before.lastModified)) {
        await create("old", bytes, at);
        after = await blobAt(address.key).getProperties();
      }
      expect(after.metadata).toEqual({ ...before.metadata, origin: "test" });
      expect(after.contentType).toBe("application/x-raw");
      expect(after.cacheControl).toBe("no-store");
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
      const young = kstashOn(backend({ refreshAfterSec: 3600 }));
      await young.create("old", bytes, at);
      expect((await blobAt(address.key).getProperties()).etag).toBe(after.etag);
    });

    test("putOptions reach the store", async () => {
      const putOptions = { tier: "Cool", tags: { team: "blue" }, blobContentDisposition: "inline" };
      const { address } = await kstashOn(backend({ putOptions })).create("tiered", bytes, at);
      const stored = await blobAt(address.key).getProperties();
      expect(stored).toMatchObject({ accessTier: "Cool", contentDisposition: "inline" });
      expect((await blobAt(address.key).getTags()).tags).toEqual({ team: "blue" });
    });

    test("a client that is passed in is used", async () => {
      const serviceClient = BlobServiceClient.fromConnectionString(server.connectionString);
      const { create, retrieve } = kstashOn(azure({ serviceClient }));
      const { address } = await create("given", bytes, at);
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
    });

    test("a stream goes in by blocks and comes out by ranges, with little of it in memory", async () => {
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
      let count = 0;
      for await (const _ of container.listBlobsFlat({ prefix: "many/" })) count += 1;
      expect(count).toBe(500);
    });
  });

  describe("links", () => {
    test("expired, changed, of a blob that was removed: each says so", async () => {
      const { create, remove, share } = kstashOn(backend());
      const { retrieve } = createKstash({ codecs: [raw], config: { backends: [http()] } });
      const { address } = await create("linked", bytes, at);
      const link = await share(address, { ttlSec: 1 });
      expect((await retrieve(link)).equals(await create("linked", bytes, at))).toBe(true);
      const changed = link.replace(/sig=../, "sig=aa");
      const error = await rejection(retrieve(changed));
      expect(error).toBeInstanceOf(StashNotFound);
      // Azure's own code for it is AuthenticationFailed.
      expect(error.message).toContain("answered 403 AuthorizationFailure");
      // Until the store itself says so: its clock and this one's seconds decide.
      let expired: Error | undefined;
      while (!expired) {
        expired = await retrieve(link).then(
          () => setTimeout(100, undefined),
          (error: Error) => error,
        );
      }
      expect(expired).toBeInstanceOf(StashNotFound);
      expect(expired.message).toMatch(/^share link expired: .*\?…: share the stash again/);
      const lasting = await share(address, { ttlSec: 600 });
      await remove(address);
      const gone = await rejection(retrieve(lasting));
      expect(gone).toBeInstanceOf(StashNotFound);
      expect(gone.message).not.toContain("expired");
    });

    test("a client with a SAS alone reads, and says what a link needs", async () => {
      const { create } = kstashOn(backend());
      const { address } = await create("sas", bytes, at);
      const expiresOn = new Date(Date.now() + 600_000);
      const service = BlobServiceClient.fromConnectionString(server.connectionString);
      const url = service.generateAccountSasUrl(expiresOn, undefined, "sco");
      const { retrieve, share } = kstashOn(azure({ url }));
      expect((await retrieve(address)).data).toEqual(new Uint8Array(bytes));
      const error = await rejection(share(address));
      expect(error.message).toContain("this client has only a SAS: pass one of them as credential");
      expect(inspect(error, { depth: 9 })).not.toContain(new URL(url).searchParams.get("sig"));
    });
  });

  describe("errors that say what to do", () => {
    const digest = "c6ab205fe81dcad3eec3ab48b96b0618";

    test("a container that does not exist is named, and not created; what is in it is absent", async () => {
      const { create, retrieve, remove } = kstashOn(backend());
      const error = await rejection(create("context", bytes, { namespace: "no-such" }));
      expect(error.message).toMatch(
        /^backend "az" could not store az:\/\/no-such\/context\.[0-9a-f]{32}: container "no-such" does not exist: create it first \(az storage container create --name no-such\), as kstash never creates one \(ContainerNotFound, HTTP 404\)$/,
      );
      expect(error.cause).toMatchObject({ statusCode: 404 });
      const address = `az://no-such/context.${digest}`;
      expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
      expect(await remove(address)).toBe(false);
    });

    test("a large payload into a container that does not exist", async () => {
      const { create } = kstashOn(backend({ parallelAboveBytes: 10 }));
      const error = await rejection(create("context", bytes, { namespace: "no-such" }));
      expect(error.message).toContain("(ContainerNotFound, HTTP 404)");
    });

    test("a wrong key", async () => {
      const wrong = Buffer.from("wrong").toString("base64");
      const connectionString = server.connectionString.replace(server.accountKey, wrong);
      const { create, retrieve, remove } = kstashOn(azure({ connectionString }));
      const address = `az://stashes/context.${digest}`;
      const calls = [
        () => create("context", bytes, at),
        () => retrieve(address),
        () => remove(address),
      ];
      for (const call of calls) {
        const error = await rejection(call());
        expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
        // Azure's own code for it is AuthenticationFailed.
        expect(error.message).toContain("and the credentials (AuthorizationFailure, HTTP 403)");
        expect(inspect(error, { depth: 9 })).not.toContain(server.accountKey);
      }
    });

    test("a SAS that may only read: storing is denied, and the permission is named", async () => {
      const service = BlobServiceClient.fromConnectionString(server.connectionString);
      const { AccountSASPermissions } = await import("@azure/storage-blob");
      const expiresOn = new Date(Date.now() + 600_000);
      const read = AccountSASPermissions.parse("r");
      const url = service.generateAccountSasUrl(expiresOn, read, "sco");
      const error = await rejection(kstashOn(azure({ url })).create("denied", bytes, at));
      expect(error.message).toContain(
        'access is denied: allow blobs/write (in a SAS: c and w) on container "stashes"',
      );
    });

    test("what was changed in place is refused", async () => {
      const { create, retrieve } = kstashOn(backend());
      const { address } = await create("changed", bytes, at);
      const blobHTTPHeaders = { blobContentType: raw.contentType };
      await blobAt(address.key).upload(bytesOf(999), 999, { blobHTTPHeaders });
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
