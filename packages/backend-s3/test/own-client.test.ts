import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import type { S3Backend } from "../src/index.js";
import { backendFor, bytesOf, clientFor, kstashOn } from "./kit.js";

const NAMESPACES = ["first", "other"];

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server({ buckets: NAMESPACES });
});
afterAll(() => server.close());

/** What the store was asked, without what no two requests have in common. */
async function askedBy(backend: S3Backend, hash: "md5" | "sha256") {
  server.requests.length = 0;
  const { create, retrieve, share, remove } = kstashOn(backend, { hash });
  const at = { namespace: "first" };
  for (const name of ["one", "two"]) {
    const { address } = await create(name, bytesOf(100), at);
    await create(name, bytesOf(100), at);
    await retrieve(address);
    await share(address);
    await remove(address);
  }
  return server.requests.map(({ method, key, status, headers }) => {
    const { authorization = "", ...others } = headers;
    const { "x-amz-date": _date, "amz-sdk-invocation-id": _id, ...common } = others;
    const signed = /SignedHeaders=[^,]+/.exec(String(authorization))?.[0];
    return { method, key, status, signed, ...common };
  });
}

test.each(["md5", "sha256"] as const)(
  "a client of our own asks for the same as a plain one (%s)",
  async (hash) => {
    // Else the ranges would depend on how long the store takes to answer.
    const options = { parallelAboveBytes: 1000 };
    const ours = await askedBy(backendFor(server, {}, options), hash);
    const client = clientFor(server);
    const plain = await askedBy(backendFor(server, {}, { ...options, client }), hash);
    expect(ours.length).toBe(10);
    expect(ours).toEqual(plain);
  },
);

test("requests that are under way at once do not mix up their buckets", async () => {
  const { create, retrieve } = kstashOn(backendFor(server));
  const all = Array.from({ length: 64 }, async (_, index) => {
    const namespace = NAMESPACES[index % 2]!;
    const { address } = await create(`at-once-${index}`, bytesOf(100 + index), { namespace });
    expect((await retrieve(address)).data).toEqual(bytesOf(100 + index));
    return address.namespace;
  });
  expect(await Promise.all(all)).toEqual(all.map((_, index) => NAMESPACES[index % 2]));
});
