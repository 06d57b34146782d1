import { randomUUID } from "node:crypto";
import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  CreateBucketCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Address, isKstashError, StashNotFound } from "@kstash/core";
import { backendFor, bytesOf, clientFor, kstashOn, raw, rejection, type Server } from "./kit.js";

const NAMES = [
  "a b",
  "100%",
  "%41",
  "a?b=c",
  "a#b",
  "a&b",
  "a+b",
  "a/b/c",
  "a=b;c,d@e:f$g!h*i'j(k)l",
  'quote"\\back',
  "<xml>",
  "grüße/日本語/🎒",
  "...",
  "a.d41d8cd98f00b204e9800998ecf8427e",
  "日".repeat(330),
  "a".repeat(991),
];

/** A server that runs, and how to end it. */
export interface Running extends Server {
  close(): Promise<void>;
}

/** What the backend does on any S3: the same suite for the repo's own server and for real ones. */
export function s3Suite(
  title: string,
  start: () => Promise<Running>,
  describeServer: (title: string, tests: () => void) => void = describe,
): void {
  describeServer(title, () => {
    const bucket = `stashes-${randomUUID().slice(0, 8)}`;
    const bytes = bytesOf(1000);
    let server: Running;
    let client: S3Client;

    beforeAll(async () => {
      server = await start();
      client = clientFor(server);
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
    }, 120_000);
    afterAll(async () => {
      client?.destroy();
      await server?.close();
    }, 120_000);

    const head = (key: string) => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));

    describe("create and retrieve", () => {
      test("what comes back is what was stored, its type and its owner beside it", async () => {
        const { create, retrieve } = kstashOn(backendFor(server));
        const stash = await create("context", bytes, { namespace: bucket });
        expect(String(stash.address)).toBe(`s3://${bucket}/context.${stash.digest}`);
        expect((await retrieve(stash.address)).data).toEqual(bytes);
        const stored = await head(`context.${stash.digest}`);
        expect(stored.ContentType).toBe("application/x-raw");
        expect(stored.ContentLength).toBe(1000);
        expect(stored.Metadata).toEqual({ "kstash-name": "context", "kstash-namespace": bucket });
      });

      test.each(NAMES.map((name) => ({ name, start: name.slice(0, 30) })))(
        "the name $start",
        async ({ name }) => {
          const { create, retrieve, remove } = kstashOn(backendFor(server));
          const stash = await create(name, bytes, { namespace: bucket });
          const loaded = await retrieve(String(stash.address));
          expect(loaded.equals(stash)).toBe(true);
          expect(loaded.name).toBe(name);
          const metadata = (await head(`${name}.${stash.digest}`)).Metadata ?? {};
          expect(metadata["kstash-namespace"]).toBe(bucket);
          // A name that would take more than 256 bytes is left to the path.
          const kept = metadata["kstash-name"];
          if (encodeURIComponent(name).length > 256) expect(kept).toBeUndefined();
          else expect(decodeURIComponent(kept ?? "")).toBe(name);
          expect(await remove(stash.address)).toBe(true);
        },
      );

      test.each([0, 1, 512 * 1024, 2.5 * 1024 * 1024])(
        "%d bytes, with either hash",
        async (size) => {
          const payload = bytesOf(size);
          for (const hash of ["md5", "sha256"] as const) {
            const { create, retrieve } = kstashOn(backendFor(server), { hash });
            const stash = await create("sized", payload, { namespace: bucket });
            const { data } = await retrieve<Uint8Array>(stash.address);
            expect(Buffer.compare(data, payload)).toBe(0);
          }
        },
      );

      test("a large payload, by parts and by ranges", async () => {
        const payload = Buffer.alloc(9 * 1024 * 1024, "0123456789abcdefghi");
        const { create, retrieve } = kstashOn(
          backendFor(server, {}, { parallelAboveBytes: 2 ** 20 }),
        );
        const { address } = await create("large", payload, { namespace: bucket });
        expect((await head(address.key)).ETag).toMatch(/-2"$/);
        const { data } = await retrieve<Uint8Array>(address);
        expect(Buffer.compare(data, payload)).toBe(0);
      });

      test("what is there already is not written again", async () => {
        const { create } = kstashOn(backendFor(server));
        const stash = await create("twice", bytes, { namespace: bucket });
        // Would be gone if the object were written again.
        const marked = { Bucket: bucket, Key: stash.address.key, Body: bytes };
        await client.send(new PutObjectCommand({ ...marked, Metadata: { mark: "kept" } }));
        const again = await create("twice", bytes, { namespace: bucket });
        expect(again.equals(stash)).toBe(true);
        expect((await head(stash.address.key)).Metadata).toEqual({ mark: "kept" });
      });

      test("many writers of one stash, each with a client of its own", async () => {
        const stashes = await Promise.all(
          Array.from({ length: 8 }, () =>
            kstashOn(backendFor(server)).create("race", bytesOf(20_000), { namespace: bucket }),
          ),
        );
        expect(new Set(stashes.map(({ address }) => address.text)).size).toBe(1);
        const { retrieve } = kstashOn(backendFor(server));
        expect((await retrieve(stashes[0]?.address ?? "")).data).toEqual(bytesOf(20_000));
      });

      test("what is found and old is renewed", async () => {
        const putOptions = { CacheControl: "no-store" };
        const plain = kstashOn(backendFor(server, {}, { putOptions }));
        const { address } = await plain.create("old", bytes, { namespace: bucket });
        const before = await head(address.key);
        const renewing = kstashOn(backendFor(server, {}, { putOptions, refreshAfterSec: 0.5 }));
        let after: typeof before;
        do {
          await renewing.create("old", bytes, { namespace: bucket });
          after = await head(address.key);
        } while (Number(after.LastModified) === Number(before.LastModified));
        expect(after.Metadata).toEqual(before.Metadata);
        expect(after.ContentType).toBe("application/x-raw");
        expect(after.CacheControl).toBe("no-store");
        expect((await plain.retrieve(address)).data).toEqual(bytes);
      });

      test("putOptions reach the store", async () => {
        const putOptions = { Tagging: "team=blue", Metadata: { origin: "test" } };
        const { create } = kstashOn(backendFor(server, {}, { putOptions }));
        const { address } = await create("tagged", bytes, { namespace: bucket });
        const object = { Bucket: bucket, Key: address.key };
        const { TagSet } = await client.send(new GetObjectTaggingCommand(object));
        expect(TagSet).toEqual([{ Key: "team", Value: "blue" }]);
        expect((await head(address.key)).Metadata).toMatchObject({
          origin: "test",
          "kstash-name": "tagged",
        });
      });

      test("a client that is passed in is used, and is not changed", async () => {
        const given = clientFor(server);
        const before = given.middlewareStack.identify();
        const { create, retrieve } = kstashOn(backendFor(server, {}, { client: given }));
        const { address } = await create("given", bytes, { namespace: bucket });
        expect((await retrieve(address)).data).toEqual(bytes);
        expect(given.middlewareStack.identify()).toEqual(before);
        // It still adds its own checksum to what its owner puts.
        const object = { Bucket: bucket, Key: "own", Body: bytes };
        expect((await given.send(new PutObjectCommand(object))).$metadata.httpStatusCode).toBe(200);
        given.destroy();
      });
    });

    describe("absence and refusal", () => {
      const digest = "c6ab205fe81dcad3eec3ab48b96b0618";

      test("no such key, no such bucket", async () => {
        const { retrieve, remove } = kstashOn(backendFor(server));
        for (const address of [`s3://${bucket}/none.${digest}`, `s3://no-${bucket}/x.${digest}`]) {
          expect(await rejection(retrieve(address))).toBeInstanceOf(StashNotFound);
          expect(await remove(address)).toBe(false);
        }
      });

      test("a bucket that does not exist is named, and not created", async () => {
        const { create } = kstashOn(backendFor(server));
        const error = await rejection(create("context", bytes, { namespace: `no-${bucket}` }));
        expect(error.message).toMatch(
          new RegExp(
            `^backend "s3" could not store s3://no-${bucket}/context\\.[0-9a-f]{32}: bucket "no-${bucket}" does not exist: create it first .* \\(NoSuchBucket, HTTP 404\\)$`,
          ),
        );
        expect(error.cause).toMatchObject({ name: "NoSuchBucket" });
      });

      test("what was changed in place is refused", async () => {
        const { create, retrieve } = kstashOn(backendFor(server));
        const { address } = await create("changed", bytes, { namespace: bucket });
        const object = { Bucket: bucket, Key: address.key, Body: bytesOf(999) };
        await client.send(new PutObjectCommand({ ...object, ContentType: raw.contentType }));
        expect(await rejection(retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
      });

      test("a foreign type is left to the codecs", async () => {
        const { retrieve } = kstashOn(backendFor(server));
        const { address } = await kstashOn(backendFor(server)).create("typed", bytes, {
          namespace: bucket,
        });
        const object = { Bucket: bucket, Key: address.key, Body: bytes };
        await client.send(new PutObjectCommand({ ...object, ContentType: "text/x-foreign" }));
        const error = await rejection(retrieve(address));
        expect(error).toMatchObject({ code: "UNSUPPORTED_OPERATION" });
        expect(error.message).toContain("text/x-foreign");
      });

      test("more than maxPayloadBytes is not read", async () => {
        const { create } = kstashOn(backendFor(server));
        const { address } = await create("large", bytes, { namespace: bucket });
        const { retrieve } = kstashOn(backendFor(server), { maxPayloadBytes: 999 });
        const error = await rejection(retrieve(address));
        expect(error).toMatchObject({ code: "STASH_TOO_LARGE" });
        expect(error.message).toContain("has 1000 bytes, Config.maxPayloadBytes allows 999");
      });

      test.each(["store", "read", "remove"] as const)("a wrong secret: %s", async (verb) => {
        const credentials = { ...server.credentials, secretAccessKey: "wrong" };
        const { create, retrieve, remove } = kstashOn(backendFor(server, { credentials }));
        const address = `s3://${bucket}/context.${digest}`;
        const error = await rejection(
          {
            store: () => create("context", bytes, { namespace: bucket }),
            read: () => retrieve(address),
            remove: () => remove(address),
          }[verb](),
        );
        expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
        expect(error.message).toMatch(
          new RegExp(`^backend "s3" could not ${verb} s3://${bucket}/`),
        );
        // Of remove too, which begins with a HEAD, whose answer has no reason in it.
        expect(error.message).toContain("does not accept the credentials");
      });
    });

    describe("share and remove", () => {
      test("a link reads this one stash without credentials, for its time", async () => {
        const { create, share } = kstashOn(backendFor(server));
        const { address } = await create("a shared/näme", bytes, { namespace: bucket });
        const link = await share(address, { ttlSec: 60 });
        const answer = await follow(link, server.ca);
        expect(answer.status).toBe(200);
        expect(answer.body).toEqual(Buffer.from(bytes));
        expect(answer.headers["content-type"]).toBe("application/x-raw");
        expect(answer.headers["x-amz-meta-kstash-name"]).toBe("a%20shared%2Fn%C3%A4me");
        expect(link).not.toContain("x-amz-checksum-mode");
        const { namespace, key, scheme } = Address.parse(link);
        expect(`${scheme}://${namespace}/${key}`).toBe(
          `${new URL(server.endpoint).protocol}//${bucket}/${address.key}`,
        );

        const other = await create("other", bytes, { namespace: bucket });
        const changed = link.replace(/\/a%20shared[^?]*/, `/${other.address.key}`);
        expect((await follow(changed, server.ca)).status).toBe(403);
        expect((await follow(link.replace(/\?.*/, ""), server.ca)).status).toBe(403);
        const longer = link.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
        expect((await follow(longer, server.ca)).status).toBe(403);
      });

      test("a link ends with its time", async () => {
        const { create, share } = kstashOn(backendFor(server));
        const { address } = await create("expiring", bytes, { namespace: bucket });
        const link = await share(address, { ttlSec: 1 });
        let status: number | undefined;
        do ({ status } = await follow(link, server.ca));
        while (status === 200);
        expect(status).toBe(403);
      });

      test("remove says whether there was anything", async () => {
        const { create, retrieve, remove } = kstashOn(backendFor(server));
        const { address } = await create("gone", bytes, { namespace: bucket });
        expect(await remove(address)).toBe(true);
        expect(await remove(address)).toBe(false);
        expect(isKstashError(await rejection(retrieve(address)))).toBe(true);
      });
    });
  });
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function follow(link: string, ca: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const receive = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    };
    const request = ca === undefined ? httpGet(link, receive) : httpsGet(link, { ca }, receive);
    request.on("error", reject);
  });
}
