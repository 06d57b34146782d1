import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, watch, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type FaultMatch, type S3Server, startS3Server } from "@kstash/s3-server";
import { Command, environmentFor } from "./process.js";

const MIB = 1024 * 1024;
const bytes = randomBytes(150 * MIB);

let server: S3Server;
let kstash: Command;
let address: string;

beforeAll(async () => {
  server = await startS3Server({ buckets: ["default"] });
  kstash = await Command.prepare(environmentFor(server));
  await writeFile(kstash.path("large"), bytes);
});
afterAll(async () => {
  await server.close();
  await kstash.remove();
});

test("create streams a file to S3", async () => {
  const { code, out, err, peakMiB } = await kstash.run(["create", "large", kstash.path("large")]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(peakMiB).toBeLessThan(200);
  address = out.toString().trim();
  expect(address).toMatch(/^s3:\/\/default\/large\.[0-9a-f]{32}$/);
});

test("retrieve streams it back", async () => {
  const { code, out, err, peakMiB } = await kstash.run(["retrieve", address]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(peakMiB).toBeLessThan(200);
  expect(out.equals(bytes)).toBe(true);
});

test("closed output ends it quietly", async () => {
  const child = kstash.start(["retrieve", address]);
  child.stdout.once("data", () => child.stdout.destroy());
  const err = child.stderr.toArray();
  expect(await once(child, "close")).toEqual([141, null]);
  expect(await err).toEqual([]);
});

test("other data is printed as JSON", async () => {
  const order = { id: 12, text: "x".repeat(100) };
  const input = Readable.from([Buffer.from(JSON.stringify(order))]);
  const created = await kstash.run(["create", "order", "--as", "json"], input);
  const { out } = await kstash.run(["retrieve", created.out.toString().trim()]);
  expect(JSON.parse(out.toString())).toEqual(order);
});

test("a retrieve that is interrupted leaves nothing beside its file", async () => {
  const isLate: FaultMatch["when"] = ({ headers }) =>
    Number(/^bytes=(\d+)-/.exec(headers["range"] ?? "")?.[1] ?? 0) > 64 * MIB;
  server.faults.next({ when: isLate, connection: "stall", times: Infinity });
  const before = await readdir(kstash.folder);
  const changes = watch(kstash.folder);
  const child = kstash.start(["retrieve", address, "--out", kstash.path("copy")]);
  for await (const { filename } of changes) if (filename?.startsWith(".kstash-")) break;
  child.kill("SIGTERM");
  expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
  expect(await readdir(kstash.folder)).toEqual(before);
});
