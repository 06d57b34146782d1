import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server, wrongBody } from "@kstash/s3-server";
import { msgpack } from "@kstash/codec-msgpack";
import { createKstash } from "../../src/index.js";
import { loaders } from "../../src/loaders.js";
import { Command, environmentFor } from "./process.js";

let server: S3Server;
let kstash: Command;
beforeAll(async () => {
  server = await startS3Server({ buckets: ["default"] });
  kstash = await Command.prepare(environmentFor(server));
});
afterAll(async () => {
  await server.close();
  await kstash.remove();
});

test("says what is known of an object on S3", async () => {
  const address = await create("a/b c", "x".repeat(200));
  const { code, out, err } = await kstash.run(["inspect", address]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.toString()).toBe(`address       ${address}
scheme        s3
namespace     default
name          a/b c
hash          md5
digest        ${address.slice(-32)}
codec         cbor
content type  application/cbor
size          202 bytes
verifies      yes
`);
});

test("--json prints the same for programs", async () => {
  const address = await create("x", "x".repeat(200), "--hash", "sha256");
  const { out } = await kstash.run(["inspect", address, "--json"]);
  expect(JSON.parse(out.toString())).toEqual({
    address,
    scheme: "s3",
    namespace: "default",
    name: "x",
    hash: "sha256",
    digest: address.slice(-64),
    codec: "cbor",
    contentType: "application/cbor",
    size: 202,
    verifies: true,
  });
});

test("a codec that nobody has here does not matter", async () => {
  const config = { backends: ["file"] };
  process.env["KSTASH_FILE_ROOT"] = kstash.root;
  const { address } = await createKstash({ codecs: [msgpack], config, loaders }).create("x", [1]);
  const { code, out } = await kstash.run(["inspect", address.text, "--backends", "file"]);
  expect(code).toBe(0);
  expect(out.toString()).toMatch(/^content type +application\/vnd.msgpack$/m);
  expect(out.toString()).not.toMatch(/^codec/m);
});

test("bytes that are not those that were stored do not verify", async () => {
  const address = await create("wrong", "x".repeat(200));
  server.faults.next({ method: "GET", body: wrongBody, times: Infinity });
  const { code, out, err } = await kstash.run(["inspect", address, "--json"]);
  server.faults.clear();
  expect(code).toBe(4);
  expect(JSON.parse(out.toString())).toMatchObject({ size: 202, verifies: false });
  expect(err).toContain("is not what was stored");
});

test("where nothing is, and where nobody can tell, nothing is reported", async () => {
  const missing = await kstash.run(["inspect", `s3://default/x.${"0".repeat(32)}`]);
  expect(missing).toMatchObject({ code: 3, err: expect.stringContaining("stash not found") });
  const answer = { status: 403, code: "AccessDenied" };
  server.faults.next({ method: "GET", answer, times: Infinity });
  const denied = await kstash.run(["inspect", `s3://default/x.${"0".repeat(32)}`]);
  server.faults.clear();
  expect(denied).toMatchObject({ code: 6, err: expect.stringContaining("AccessDenied") });
  expect([missing.out.length, denied.out.length]).toEqual([0, 0]);
});

test("the query of a signed link is not printed where the link cannot be read", async () => {
  const shared = await kstash.run(["share", await create("shared", "x".repeat(200))]);
  const link = shared.out.toString().trim();
  expect(link).toContain("X-Amz-Signature");
  const { code, out, err } = await kstash.run(["inspect", link]);
  expect(code).toBe(7);
  expect(err).toContain("?…");
  expect(out + err).not.toContain("X-Amz-");
});

test("nor that of an inline address, which is the payload", async () => {
  const address = "inline://default/x?data=ZWhlbGxv";
  for (const options of [[], ["--json"]]) {
    const { code, out } = await kstash.run(["inspect", address, ...options]);
    expect(code).toBe(0);
    expect(out.toString()).toContain("inline://default/x?…");
    expect(out.toString()).not.toContain("ZWhlbGxv");
  }
});

test("nothing of a name reaches the terminal that it would act upon", async () => {
  const { out } = await kstash.run(["inspect", "inline://default/a%E2%80%AEb?data=DA%3D%3D"]);
  expect(out.toString()).toMatch(/^name +a\\u\{202e\}b$/m);
});

async function create(name: string, text: string, ...options: string[]): Promise<string> {
  const args = ["create", name, "--as", "text", ...options];
  const { out } = await kstash.run(args, Readable.from([Buffer.from(text)]));
  return out.toString().trim();
}
