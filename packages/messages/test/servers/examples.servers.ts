import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { installServers, type Server, startRedis } from "@kstash/servers";
import { brokers } from "./brokers.js";

// Where they are not, installServers has said so.
const isInstalled = installServers();
const describeInstalled = isInstalled ? describe : describe.skip;
const order = JSON.stringify({ id: 1, scan: "0123456789".repeat(300_000) });

/** What each example prints, where its payload goes to this address. */
function told(address: string): string[] {
  const bytes = JSON.stringify({ id: 1, scan: { $kstash: address } }).length;
  return [
    `an order of ${order.length} bytes travels as ${bytes}`,
    "failed: the printer is offline",
    "handled order 1 with a scan of 3000000 characters",
    "released 1 payload",
    `failed: field "scan": stash not found: ${address}`,
    `dead letter of ${bytes} bytes`,
  ];
}
const key = "message.23706783c4584aa5fcf46980ffefae8d";

describeInstalled.each(brokers)("the example $example", ({ example, variable, start, refusal }) => {
  let server: Server;
  let s3: S3Server;
  beforeAll(async () => {
    [server, s3] = await Promise.all([start(), startS3Server({ buckets: ["orders"] })]);
  });
  afterAll(() => Promise.all([server?.close(), s3?.close()]));

  if (refusal) {
    test("sends what its broker does not take as it is", async () => {
      expect(await refusal.sent(server.url, order)).toMatch(refusal.says);
    });
  }

  test("releases when the handler is done, and not before", async () => {
    const printed = await run(example, {
      [variable]: server.url,
      STORE: "s3",
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
    expect(printed).toEqual(told(`s3://orders/${key}`));
    // A read of 3 MiB takes more than one request: the first of each is counted.
    const begun = s3.requests.filter(({ headers }) => !/^bytes=[1-9]/.test(headers["range"] ?? ""));
    expect(begun.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "PUT 200",
      "GET 206", // for the attempt that fails
      "GET 206", // for the next one
      "HEAD 200",
      "DELETE 204",
      "GET 404", // for the copy
    ]);
  });
});

describe("with files", () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "kstash-examples-"));
  });
  afterAll(() => rm(root, { recursive: true }));

  const left = async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile());
  };

  test("the example step-functions", async () => {
    expect(await run("step-functions", { KSTASH_FILE_ROOT: root })).toEqual([
      "Scan gives 84 bytes",
      "Print failed: the printer is offline",
      "Print gives 105 bytes",
      "CleanUp gives 49 bytes",
      "{ id: 1, scan: '1 released', characters: 3000000 }",
      `Print failed: field "scan": stash not found: file://orders/${key}`,
      "dead: StashNotFound",
    ]);
    expect(await left()).toEqual([]);
  });

  (isInstalled ? test : test.skip)("the example bullmq", async () => {
    const { url, close } = await startRedis();
    try {
      const printed = await run("bullmq", { REDIS_URL: url, KSTASH_FILE_ROOT: root });
      expect(printed).toEqual(told(`file://orders/${key}`));
      expect(await left()).toEqual([]);
    } finally {
      await close();
    }
  });
});

/** Runs an example as a reader would, and gives what it prints. */
async function run(example: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const program = fileURLToPath(new URL(`../../examples/${example}.js`, import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], ...env },
    timeout: 60_000,
  });
  const [output, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`${example}.js ended with ${code}:\n${output}${complaint}`);
  return output.trimEnd().split("\n");
}
