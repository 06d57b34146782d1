import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { s3 } from "@kstash/backend-s3";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { installTemporal } from "@kstash/temporal-server";
import proto from "@temporalio/proto";
import { Worker } from "@temporalio/worker";
import { aesGcm } from "../aes-gcm.js";
import { historyOf, programsOf, startTemporal, type Temporal } from "./environment.js";

const path = installTemporal();
const MiB = 1024 * 1024;

(path ? describe : describe.skip)("a workflow with 5 MiB of argument, heartbeat and result", () => {
  let temporal: Temporal;
  let server: S3Server;
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "kstash-temporal-"));
    server = await startS3Server({ buckets: ["payloads"] });
    temporal = await startTemporal(path!);
  });
  afterAll(async () => {
    await temporal.env.teardown();
    await server.close();
    await rm(root, { recursive: true });
  });

  const overFiles = () => ({
    backend: file({ root }),
    stashes: async () => (await filesIn(root)).length,
  });
  const overS3 = () => {
    const { endpoint, region, credentials } = server;
    const clientConfig = { endpoint, region, credentials, forcePathStyle: true };
    const stored = () =>
      server.requests.filter(({ method, status }) => method === "PUT" && status === 200);
    return { backend: s3({ clientConfig }), stashes: async () => stored().length };
  };

  test.each([
    { over: overFiles, name: "file", codecs: [], stashes: 2 },
    { over: overS3, name: "s3", codecs: [], stashes: 2 },
    // Each encryption has a nonce of its own, so nothing is equal.
    { over: overFiles, name: "file, encrypted", codecs: [aesGcm()], stashes: undefined },
  ])("over $name", async ({ over, name, codecs, stashes }) => {
    const { backend, stashes: count } = over();
    const programs = programsOf(temporal, { backends: [backend] }, { payloadCodecs: codecs });
    const before = await count();
    const text = randomBytes(2.5 * MiB).toString("hex");
    const worker = await programs.worker(name);
    const handle = await programs.client.workflow.start("roundTrip", {
      taskQueue: name,
      workflowId: name,
      args: [text],
    });
    const result = await worker.runUntil(handle.result());
    expect(result === Array.from(text).toReversed().join("")).toBe(true);

    // The text, as the argument of both; what was reversed, as heartbeat and as both results.
    if (stashes) expect((await count()) - before).toBe(stashes);

    const history = await historyOf(temporal, name);
    const size = proto.temporal.api.history.v1.History.encode(history).finish().length;
    process.stdout.write(`history over ${name}: ${history.events?.length} events, ${size} bytes\n`);
    expect(size).toBeLessThan(8 * 1024);
    expect(
      history.events!.map((event) => event.activityTaskStartedEventAttributes?.attempt),
    ).toContain(2);

    const { dataConverter } = programs;
    const { workflowBundle } = temporal;
    await Worker.runReplayHistory({ workflowBundle, dataConverter }, history, name);
  });
});

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}
