import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { backendCases } from "@kstash/conformance";
import { Config, createKstash, StashNotFound } from "@kstash/core";
import { createClient } from "redis";
import { redis } from "../dist/index.js";
import { startRedis } from "./redis-server.js";

let server;
let client;
before(async () => {
  server = await startRedis();
  client = createClient({ url: server.url });
  await client.connect();
});
after(async () => {
  await client?.close();
  await server?.close();
});

describe("the contract", () => {
  const cases = backendCases({
    backend: () => redis({ client }),
    otherNamespace: "another",
    unreachable: () => redis({ client: createClient() }),
  });
  for (const { title, run } of cases) test(title, run);
});

describe("a time to live", () => {
  const json = {
    name: "json",
    contentType: "application/json",
    encode: (data) => Buffer.from(JSON.stringify(data)),
    decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
  };
  const kstashFor = (ttlSec) =>
    createKstash({
      codecs: [json],
      config: new Config({ backends: [redis({ client, ttlSec })] }),
    });

  test("a stash that has expired is absent", async () => {
    const { create, retrieve } = kstashFor(1);
    const { address } = await create("short", { a: 1 });
    assert.deepEqual((await retrieve(address)).data, { a: 1 });
    while ((await client.exists(`kstash:default/${address.key}`)) > 0) await delay(50);
    await assert.rejects(retrieve(address), (error) => StashNotFound.isInstance(error));
  });

  test("to put it again renews it", async () => {
    const { address } = await kstashFor(60).create("renewed", { a: 1 });
    await kstashFor(6_000).create("renewed", { a: 1 });
    assert.ok((await client.ttl(`kstash:default/${address.key}`)) > 60);
  });

  test("without one it stays", async () => {
    const { address } = await kstashFor(undefined).create("lasting", { a: 1 });
    assert.equal(await client.ttl(`kstash:default/${address.key}`), -1);
  });
});
