import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";
import { expect, test } from "@jest/globals";
import { GetObjectTaggingCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { Address } from "@kstash/core";
import { type StoreKind, storeSuite } from "@kstash/store-suite";
import { backendFor, bytesOf, clientFor, kstashOn, rejection } from "./kit.js";
import type { S3Store } from "./store.js";

/** What the backend does on any S3: the same suite for the repo's own server and for real ones. */
export function s3Suite(kind: StoreKind<S3Store>): void {
  storeSuite(kind, (store) => {
    const bytes = bytesOf(1000);
    const bucket = "stashes";

    test("putOptions reach the store", async () => {
      const putOptions = { Tagging: "team=blue", Metadata: { origin: "test" } };
      const { create } = kstashOn(backendFor(store().server, {}, { putOptions }));
      const { address } = await create("tagged", bytes, { namespace: bucket });
      const object = { Bucket: bucket, Key: address.key };
      const { TagSet } = await store().client.send(new GetObjectTaggingCommand(object));
      expect(TagSet).toEqual([{ Key: "team", Value: "blue" }]);
      expect((await store().head(address.key)).metadata).toMatchObject({
        origin: "test",
        "kstash-name": "tagged",
      });
    });

    test("a client that is passed in is used, and is not changed", async () => {
      const given = clientFor(store().server);
      const before = given.middlewareStack.identify();
      const { create, retrieve } = kstashOn(backendFor(store().server, {}, { client: given }));
      const { address } = await create("given", bytes, { namespace: bucket });
      expect((await retrieve(address)).data).toEqual(bytes);
      expect(given.middlewareStack.identify()).toEqual(before);
      // It still adds its own checksum to what its owner puts.
      const object = { Bucket: bucket, Key: "own", Body: bytes };
      expect((await given.send(new PutObjectCommand(object))).$metadata.httpStatusCode).toBe(200);
      given.destroy();
    });

    const digest = "c6ab205fe81dcad3eec3ab48b96b0618";

    test.each(["store", "read", "remove"] as const)("a wrong secret: %s", async (verb) => {
      const credentials = { ...store().server.credentials, secretAccessKey: "wrong" };
      const { create, retrieve, remove } = kstashOn(backendFor(store().server, { credentials }));
      const address = `s3://${bucket}/context.${digest}`;
      const error = await rejection(
        {
          store: () => create("context", bytes, { namespace: bucket }),
          read: () => retrieve(address),
          remove: () => remove(address),
        }[verb](),
      );
      expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      expect(error.message).toMatch(new RegExp(`^backend "s3" could not ${verb} s3://${bucket}/`));
      // Of remove too, which begins with a HEAD, whose answer has no reason in it.
      expect(error.message).toContain("does not accept the credentials");
    });

    test("a link reads this one stash without credentials, for its time", async () => {
      const { create, share } = kstashOn(backendFor(store().server));
      const { address } = await create("a shared/näme", bytes, { namespace: bucket });
      const link = await share(address, { ttlSec: 60 });
      const answer = await follow(link, store().server.ca);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(Buffer.from(bytes));
      expect(answer.headers["content-type"]).toBe("application/x-raw");
      expect(answer.headers["x-amz-meta-kstash-name"]).toBe("a%20shared%2Fn%C3%A4me");
      expect(link).not.toContain("x-amz-checksum-mode");
      const { namespace, key, scheme } = Address.parse(link);
      expect(`${scheme}://${namespace}/${key}`).toBe(
        `${new URL(store().server.endpoint).protocol}//${bucket}/${address.key}`,
      );

      const other = await create("other", bytes, { namespace: bucket });
      const changed = link.replace(/\/a%20shared[^?]*/, `/${other.address.key}`);
      expect((await follow(changed, store().server.ca)).status).toBe(403);
      expect((await follow(link.replace(/\?.*/, ""), store().server.ca)).status).toBe(403);
      const longer = link.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
      expect((await follow(longer, store().server.ca)).status).toBe(403);
    });

    test("a link ends with its time", async () => {
      const { create, share } = kstashOn(backendFor(store().server));
      const { address } = await create("expiring", bytes, { namespace: bucket });
      const link = await share(address, { ttlSec: 1 });
      let status: number | undefined;
      do ({ status } = await follow(link, store().server.ca));
      while (status === 200);
      expect(status).toBe(403);
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
