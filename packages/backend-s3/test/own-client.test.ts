import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { ownClient } from "../src/client/own-client.js";
import { changed } from "../src/client/request.js";
import type { S3Backend } from "../src/index.js";
import { backendFor, bytesOf, clientFor, configFor, kstashOn } from "./kit.js";

const NAMESPACES = ["first", "other"];
const MIB = 1024 * 1024;

describe.each([{ tls: false }, { tls: true }])("a client of our own (tls: $tls)", ({ tls }) => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server({ tls, buckets: NAMESPACES });
  });
  afterAll(() => server.close());

  /** What the store was asked, without what no two requests have in common, and the links that were made. */
  async function askedBy(backend: S3Backend, hash: "md5" | "sha256") {
    server.requests.length = 0;
    const { create, retrieve, share, remove } = kstashOn(backend, { hash });
    const links: string[] = [];
    for (const [name, length] of Object.entries({ one: 100, two: 200, large: 5 * MIB + 100 })) {
      const bytes = bytesOf(length);
      const { address } = await create(name, bytes, { namespace: "first" });
      await create(name, bytes, { namespace: "first" });
      await retrieve(address);
      links.push((await share(address)).replace(/&X-Amz-(Date|Signature)=[^&]+/g, ""));
      await remove(address);
    }
    const requests = server.requests.map(({ method, key, query, status, headers }) => {
      const { authorization = "", ...others } = headers;
      const { "x-amz-date": _date, "amz-sdk-invocation-id": _id, ...common } = others;
      const signed = /SignedHeaders=[^,]+/.exec(String(authorization))?.[0];
      return JSON.stringify({ method, key, query, status, signed, ...common });
    });
    // Parts are sent at once.
    return { requests: requests.toSorted(), links };
  }

  test.each(["md5", "sha256"] as const)("asks for the same as a plain one (%s)", async (hash) => {
    // Else what is asked would depend on how long the store takes to answer.
    const options = { parallelAboveBytes: 5 * MIB };
    const ours = await askedBy(backendFor(server, {}, options), hash);
    const client = clientFor(server);
    const plain = await askedBy(backendFor(server, {}, { ...options, client }), hash);
    expect(ours.requests.length).toBe(20);
    expect(ours).toEqual(plain);
  });

  test("does not mix up the buckets of requests that are under way at once", async () => {
    const { create, retrieve } = kstashOn(backendFor(server));
    const all = Array.from({ length: 64 }, async (_, index) => {
      const namespace = NAMESPACES[index % 2]!;
      const { address } = await create(`at-once-${index}`, bytesOf(100 + index), { namespace });
      expect((await retrieve(address)).data).toEqual(bytesOf(100 + index));
      return address.namespace;
    });
    expect(await Promise.all(all)).toEqual(all.map((_, index) => NAMESPACES[index % 2]));
    expect(ownClient({ ...configFor(server), cacheMiddleware: true }).config.cacheMiddleware).toBe(
      false,
    );
  });

  test("has its steps in order once for each kind of command, and for no other command", () => {
    const client = ownClient(configFor(server));
    const command = () => new GetObjectCommand({ Bucket: "first", Key: "x" });
    const stepsOf = ({ middlewareStack: own }: GetObjectCommand) =>
      client.middlewareStack.concat(own);
    const kind = {};
    expect(stepsOf(changed(command(), kind))).toBe(stepsOf(changed(command(), kind)));
    expect(stepsOf(changed(command(), kind))).not.toBe(stepsOf(changed(command(), {})));
    expect(stepsOf(command())).not.toBe(stepsOf(command()));
    client.destroy();
  });
});
