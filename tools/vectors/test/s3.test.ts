import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash, type Kstash } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { readVectors } from "../src/index.js";
import { blocks } from "./markdown.js";

let server: S3Server;
let kstash: Kstash;

beforeAll(async () => {
  server = await startS3Server({ buckets: ["stashes"] });
  const { endpoint, region, credentials } = server;
  const clientConfig = { endpoint, region, credentials, forcePathStyle: true };
  kstash = createKstash({ codecs: [cbor], config: { backends: [s3({ clientConfig })] } });
});
afterAll(() => server.close());

/** The request that a create makes, and the metadata in it. */
async function putOf(name: string) {
  server.requests.length = 0;
  await kstash.create(name, null, { namespace: "stashes" });
  const [request] = server.requests;
  const metadata = Object.entries(request!.headers)
    .filter(([header]) => header.startsWith("x-amz-meta-"))
    .map(([header, value]) => [header.slice("x-amz-meta-".length), value]);
  return { ...request!, metadata: Object.fromEntries(metadata) as Record<string, string> };
}

describe("on S3", () => {
  const names = readVectors("addresses.json").written.filter(
    ({ scheme, namespace, digest }) =>
      scheme === "s3" && namespace === "stashes" && digest?.length === 32,
  );

  test.each(names)("the metadata of $name", async ({ name, metadata }) => {
    const put = await putOf(name);
    expect(put.metadata).toEqual(metadata);
    expect(put.key).toBe(`${name}.44f2c50b838f92970d2c11e2fa98bc7d`);
  });

  test("the request that WIRE.md shows", async () => {
    const [block = ""] = blocks("http");
    const [start = "", ...lines] = block.trimEnd().split("\n");
    const [, method, bucket, key = ""] = /^(\w+) \/([^/]+)\/(\S+) HTTP\/1.1$/.exec(start) ?? [];
    const put = await putOf(decodeURIComponent(key.replace(/\.[0-9a-f]{32}$/, "")));
    expect(put).toMatchObject({ method, bucket, key: decodeURIComponent(key), status: 200 });
    expect(put.headers).toMatchObject(
      Object.fromEntries(lines.map((line) => line.split(": ") as [string, string])),
    );
  });
});
