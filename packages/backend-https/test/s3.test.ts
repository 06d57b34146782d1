import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import { StashNotFound } from "@kstash/core";
import { loopbackLookup } from "@kstash/s3-server";
import { http, https } from "../src/index.js";
import { DIGEST, failureOf, PAYLOAD, read } from "./helpers/link.js";
import { type Store, startStore } from "./helpers/store.js";

const STASH = { namespace: "stashes", contentType: "application/cbor", bytes: PAYLOAD };

const NAMES = [
  "context",
  "a b",
  "50%",
  "a+b&c=d",
  "what?#now",
  "it's(a)*!$,;:@~",
  "reports/2026/übersicht 日本 😀",
  `twice.${DIGEST}`,
];

describe.each([
  ["path style", { tls: true }],
  ["virtual-hosted style", { tls: true, virtualHosted: true }],
])("links that the AWS SDK signs, over HTTPS, %s", (_, options) => {
  let store: Store;
  beforeAll(async () => {
    store = await startStore(options);
  });
  afterAll(() => store.close());

  test.each(NAMES)("%s", async (name) => {
    const key = `${name}.${DIGEST}`;
    await store.put({ ...STASH, name, key });
    const link = await store.share("stashes", key);
    const backend = https({
      allowPrivate: true,
      ports: [Number(new URL(link).port)],
      ca: store.server.ca,
      lookup: loopbackLookup,
    });
    expect(await read(backend, link)).toEqual({
      bytes: new Uint8Array(PAYLOAD),
      contentType: "application/cbor",
      namespace: "stashes",
      name,
    });
  });
});

describe("links that no longer work", () => {
  let store: Store;
  let now = Date.now();
  const key = `context.${DIGEST}`;
  beforeAll(async () => {
    store = await startStore({ clock: () => now });
    await store.put({ ...STASH, name: "context", key });
  });
  afterAll(() => store.close());

  test("expired", async () => {
    const link = await store.share("stashes", key, 5);
    now = Date.now() + 6000;
    const error = await failureOf(read(http(), link));
    now = Date.now();
    expect(error).toBeInstanceOf(StashNotFound);
    expect(error.message).toContain(`share link expired: ${link.split("?")[0]}?…`);
  });

  test("changed", async () => {
    const link = await store.share("stashes", key);
    const error = await failureOf(
      read(http(), link.replace("stashes/context", "stashes/contexts")),
    );
    expect(error).toBeInstanceOf(StashNotFound);
    expect(error.message).toContain("403 SignatureDoesNotMatch: the link was changed on its way");
  });

  test("unsigned", async () => {
    const error = await failureOf(read(http(), `${store.server.endpoint}/stashes/${key}`));
    expect(error).toBeInstanceOf(StashNotFound);
    expect(error.message).toContain("403 AccessDenied: the link is unsigned");
  });

  test("of a stash that was removed", async () => {
    const link = await store.share("stashes", `gone.${DIGEST}`);
    expect(await read(http(), link)).toBeUndefined();
  });

  test("of a bucket that was removed", async () => {
    const link = await store.share("nowhere", key);
    expect(await read(http(), link)).toBeUndefined();
  });
});

describe("conformance", () => {
  let store: Store;
  beforeAll(async () => {
    store = await startStore({});
  });
  afterAll(() => store.close());

  const cases = backendCases({
    backend: () => http(),
    namespace: "stashes",
    otherNamespace: "others",
    place: async (payload) => {
      await store.put(payload);
      return store.share(payload.namespace, payload.key);
    },
    absent: () => store.share("stashes", `nothing.${"0".repeat(32)}`),
    // A port where nobody listens.
    unreachable: () =>
      http({ retries: 0, lookup: (_name, _options, callback) => callback(new Error("down"), []) }),
  });
  for (const { title, run } of cases) test(title, run);
});
