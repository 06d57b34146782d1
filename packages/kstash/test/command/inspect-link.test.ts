import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import {
  amazonEnvironment,
  amazonPreload,
  type S3Server,
  startS3Server,
  wrongBody,
} from "@kstash/s3-server";
import { Command } from "./process.js";

// The command reads links of public hosts alone, and has no option to read others. So the server has AWS's
// place: its links are those of AWS, and lead to it.
let server: S3Server;
let kstash: Command;
let address: string;
let link: string;
beforeAll(async () => {
  server = await startS3Server({ tls: true, buckets: ["default"] });
  kstash = await Command.prepare({
    ...amazonEnvironment(server),
    NODE_OPTIONS: `--import=${amazonPreload}`,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  const input = Readable.from([Buffer.from("x".repeat(200))]);
  address = await printed(kstash.run(["create", "a/b c", "--as", "text"], input));
  link = await printed(kstash.run(["share", address]));
});
afterAll(async () => {
  await server.close();
  await kstash.remove();
});

async function printed(running: ReturnType<Command["run"]>): Promise<string> {
  const { code, out, err } = await running;
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.toString().trim();
}

test("a shared link is inspected, and its query not printed", async () => {
  const digest = address.slice(-32);
  const [place, query] = link.split("?");
  expect(place).toBe(`https://default.s3.us-east-1.amazonaws.com/a/b%20c.${digest}`);
  expect(query).toContain("X-Amz-Signature=");
  expect(await printed(kstash.run(["inspect", link]))).toBe(
    `
address       ${place}?…
scheme        https
namespace     default
name          a/b c
hash          md5
digest        ${digest}
codec         cbor
content type  application/cbor
size          202 bytes
verifies      yes
`.trim(),
  );
});

test("by --json too, with the link on standard input", async () => {
  const input = Readable.from([Buffer.from(link)]);
  const report = await printed(kstash.run(["inspect", "-", "--json"], input));
  expect(JSON.parse(report)).toMatchObject({ scheme: "https", size: 202, verifies: true });
  expect(report).not.toContain("X-Amz-");
});

test("of a link, bytes that are not those that were stored do not verify", async () => {
  server.faults.next({ method: "GET", body: wrongBody, times: Infinity });
  const { code, out, err } = await kstash.run(["inspect", link, "--json"]);
  server.faults.clear();
  expect(code).toBe(4);
  expect(JSON.parse(out.toString())).toMatchObject({ scheme: "https", verifies: false });
  expect(out + err).not.toContain("X-Amz-");
});

test("a link that was changed is not there, and its query is not printed", async () => {
  const { code, out, err } = await kstash.run(["inspect", link.replace("/a/b", "/a/c")]);
  expect(code).toBe(3);
  expect(err).toContain("?…");
  expect(out + err).not.toContain("X-Amz-");
});
