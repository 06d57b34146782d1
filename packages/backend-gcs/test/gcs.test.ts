import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Storage } from "@google-cloud/storage";
import { gcs, type GcsOptions } from "../src/index.js";
import { bucketFault } from "../src/names.js";
import { kstashOn, rejection } from "@kstash/store-suite";

const address = "gs://stashes/two%20words.c6ab205fe81dcad3eec3ab48b96b0618";

test.each<[GcsOptions, string]>([
  [{ storage: new Storage(), options: {} }, "(options): a storage that is passed in has its own"],
  [{ refreshAfterSec: 0 }, "(refreshAfterSec): must be a number of seconds, greater than 0"],
  [{ parallelAboveBytes: 0.5 }, "(parallelAboveBytes): must be a whole number of bytes"],
])("options that are refused", (options, message) => {
  expect(() => gcs(options)).toThrow(`invalid options of gcs ${message}`);
});

describe("buckets", () => {
  test.each(["abc", "a-b_c", "0a9", "a".repeat(63), "my.bucket.example.com", "a1.b2"])(
    "%s",
    (name) => {
      expect(bucketFault(name)).toBeUndefined();
    },
  );

  test.each([
    "ab",
    "Abc",
    "a..b",
    "abc-",
    "goog-x",
    "my-google",
    "1.2.3.4",
    "a".repeat(64),
    "a.-b",
  ])("none is named %s, which is said before anything is asked or loaded", async (namespace) => {
    const { create, retrieve } = kstashOn(gcs());
    const at = `gs://${namespace}/a.c6ab205fe81dcad3eec3ab48b96b0618`;
    for (const call of [() => create("a", new Uint8Array(1), { namespace }), () => retrieve(at)]) {
      const error = await rejection(call());
      expect(error).toMatchObject({ code: "INVALID_ADDRESS" });
      expect(error.message).toContain(`no namespace there can be "${namespace}": on Google`);
    }
  });

  test("a name that Google cannot have is declined", async () => {
    const { create } = kstashOn(gcs());
    const name = ".well-known/acme-challenge/a";
    const error = await rejection(create(name, new Uint8Array(1), { namespace: "stashes" }));
    expect(error).toMatchObject({ code: "UNSUPPORTED_BACKEND" });
    expect(error.message).toContain("no name begins with .well-known/acme-challenge/");
  });
});

describe("credentials", () => {
  const { GOOGLE_APPLICATION_CREDENTIALS: saved } = process.env;
  beforeEach(() => void (process.env["GOOGLE_APPLICATION_CREDENTIALS"] = "/nowhere/key.json"));
  afterEach(() => {
    delete process.env["GOOGLE_APPLICATION_CREDENTIALS"];
    if (saved !== undefined) process.env["GOOGLE_APPLICATION_CREDENTIALS"] = saved;
  });

  test("a key file that is not there: that is said, and nothing is asked of the store", async () => {
    const error = await rejection(kstashOn(gcs()).retrieve(address));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain("Google gave no token for the credentials: check the key file");
  });

  test.each([
    ["7", { Authorization: "Bearer abc" }],
    ["8", new Headers({ authorization: "Bearer abc" })],
  ])("requests have the token of the SDK's own authentication (%s.x)", async (_, token) => {
    const seen: (string | undefined)[] = [];
    const server = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(404).end();
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const apiEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const authClient = { getRequestHeaders: async () => token } as never;
    const options = { apiEndpoint, useAuthWithCustomEndpoint: true, authClient };
    expect(await kstashOn(gcs({ options })).remove(address)).toBe(false);
    expect(seen).toEqual(["Bearer abc"]);
    server.close();
    server.closeAllConnections();
  });

  test("credentials that cannot sign: a link says what it needs", async () => {
    const authClient = { getRequestHeaders: async () => ({}) } as never;
    const options = { projectId: "kstash", authClient };
    const error = await rejection(kstashOn(gcs({ options })).share(address));
    expect(error.message).toContain(
      "the credentials cannot sign links: pass a service account's key",
    );
  });
});
