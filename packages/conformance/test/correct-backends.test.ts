import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Address } from "@kstash/core";
import { backendCases, type BackendHarness } from "../src/index.js";
import { outcomesOf } from "./outcomes.js";
import { inlineBackend } from "./reference/inline-backend.js";
import { type LinkServer, startLinkServer } from "./reference/link-server.js";
import { mapBackend, type Storage } from "./reference/map-backend.js";
import { streaming } from "./reference/streaming.js";

const storage: Storage = new Map();
let server: LinkServer;

beforeAll(async () => {
  server = await startLinkServer(storage, { signature: true, expiry: true, contentType: true });
});
afterAll(() => server.close());

const sharing: BackendHarness = {
  backend: () => ({
    ...streaming(mapBackend(storage)),
    share: ({ namespace, key }, { ttlSec }) => server.link(namespace, key, ttlSec),
  }),
  otherNamespace: "other",
  unreachable: () => ({
    ...mapBackend(storage),
    put: () => Promise.reject(new Error("out of reach")),
    get: () => Promise.reject(new Error("out of reach")),
    remove: () => Promise.reject(new Error("out of reach")),
  }),
  cleanUp(addresses) {
    for (const address of addresses) {
      const { namespace, key } = Address.parse(address);
      storage.delete(`${namespace}/${key}`);
    }
  },
};

describe("a backend with every ability", () => {
  for (const { title, run } of backendCases(sharing)) test(title, () => run());

  test("is checked for everything but what it does not do, and nothing is left", async () => {
    expect(await skippedOf(sharing)).toEqual({
      "a payload that is declined leaves nothing behind":
        "it takes 1 MiB, so the kit knows nothing that it would decline",
      "a backend that only reads is passed over by create": "it has a put",
    });
    expect(storage.size).toBe(0);
  });
});

describe("a backend whose addresses carry the payload", () => {
  for (const { title, run } of backendCases({ backend: inlineBackend })) test(title, () => run());

  test("has nothing that could be absent, removed, shared, or out of reach", async () => {
    const skipped = Object.keys(await skippedOf({ backend: inlineBackend }));
    expect(skipped).toContain("get returns undefined for what was never put");
    expect(skipped).toContain("a payload of 1 MiB comes back");
    expect(skipped).not.toContain("a payload of one byte comes back");
    expect(skipped).not.toContain("odd names of every kind are kept apart, to the letter");
  });
});

describe("a backend that only reads", () => {
  const placed: Storage = new Map();
  const { get, specification, name } = mapBackend(placed);
  const harness: BackendHarness = {
    backend: () => ({ specification, name, get }),
    place: ({ namespace, key, bytes, contentType, address }) => {
      placed.set(`${namespace}/${key}`, { bytes: new Uint8Array(bytes), contentType });
      return address;
    },
    absent: () => `map://conformance/never-put.${"0".repeat(32)}`,
  };
  for (const { title, run } of backendCases(harness)) test(title, () => run());

  test("is checked for what it reads", async () => {
    const skipped = Object.keys(await skippedOf(harness));
    expect(skipped).toContain("a payload can be put twice, and is there once");
    expect(skipped).not.toContain("get returns undefined for what was never put");
    expect(skipped).not.toContain("a payload of 1 MiB comes back");
    expect(skipped).not.toContain("a backend that only reads is passed over by create");
  });
});

async function skippedOf(harness: BackendHarness): Promise<Record<string, string>> {
  const outcomes = [...(await outcomesOf(backendCases(harness)))];
  expect(outcomes.filter(([, outcome]) => outcome.startsWith("failed"))).toEqual([]);
  const skipped = outcomes.filter(([, outcome]) => outcome.startsWith("skipped: "));
  return Object.fromEntries(skipped.map(([title, text]) => [title, text.slice(9)]));
}
