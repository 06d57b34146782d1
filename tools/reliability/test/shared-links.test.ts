import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  cutAfter,
  endless,
  type Fault,
  internalError,
  longerBy,
  shorterBy,
  slowDown,
  type S3Server,
  startS3Server,
  wrongBody,
} from "@kstash/s3-server";
import { eventually, kstashOn, rejection } from "../src/stores.js";

// Links as the backend s3 makes them with the real SDK, read over TLS by the backend https.
describe("a shared link to a store that fails", () => {
  const data = "x".repeat(300_000);
  let server: S3Server;
  let link: string;
  beforeAll(async () => {
    server = await startS3Server({ tls: true, buckets: ["stashes"] });
    const stash = await kstashOn(server).create("link", data, { namespace: "stashes" });
    link = await stash.share({ ttlSec: 600 });
  });
  afterAll(() => server.close());
  beforeEach(() => server.faults.clear());

  const passing: [string, Fault][] = [
    ["reset before the headers", { connection: "drop" }],
    ["reset in mid-body", { body: cutAfter(100_000) }],
    ["a body shorter than declared", { body: shorterBy(1) }],
    ["503 SlowDown", slowDown],
    ["500 InternalError", internalError],
  ];
  const failing: [string, Fault, string][] = [
    ...passing.map(([title, fault]): [string, Fault, string] => [
      title,
      fault,
      "BACKEND_REMOTE_ERROR",
    ]),
    ["a body that never ends", { body: endless }, "STASH_TOO_LARGE"],
    ["a wrong body of the right length", { body: wrongBody }, "STASH_CORRUPTED"],
    ["404", { answer: { status: 404, code: "NoSuchKey" } }, "STASH_NOT_FOUND"],
    ["403", { answer: { status: 403, code: "AccessDenied" } }, "STASH_NOT_FOUND"],
    ["a redirect", { answer: { status: 307, code: "TemporaryRedirect" } }, "BACKEND_REMOTE_ERROR"],
  ];

  test.each(passing)("%s, then success: it is read", async (_, fault) => {
    server.faults.next({ ...fault, times: 2 });
    expect((await kstashOn(server).retrieve(link)).data).toBe(data);
  });

  test.each(failing)(
    "%s without end: an error of its kind, and no socket is left",
    async (_, fault, code) => {
      server.faults.next({ ...fault, times: Infinity });
      const before = server.connections;
      const { retrieve } = kstashOn(server, { config: { maxPayloadBytes: 1_000_000 } });
      const error = await rejection(retrieve(link));
      expect(error).toMatchObject({ code });
      const printed = inspect(error, { depth: Infinity, showHidden: true }) + String(error.stack);
      expect(printed).not.toContain(/X-Amz-Signature=(\w+)/.exec(link)?.[1]);
      expect(printed).not.toContain("xxxxx");
      // What ended in order is kept for the next; that of a broken answer is closed.
      await eventually(() => server.connections <= before + 1);
    },
  );

  test("a body longer than declared never gets through changed", async () => {
    server.faults.next({ body: longerBy(100), times: Infinity });
    const result = await kstashOn(server)
      .retrieve(link)
      .then(
        (stash) => stash.data === data,
        (error: unknown) => (error as { code: string }).code === "BACKEND_REMOTE_ERROR",
      );
    expect(result).toBe(true);
  });

  test.each(["before the headers", "in mid-body"])(
    "a stall %s: the time limit and an abort each end it, and free the socket",
    async (where) => {
      const before = server.connections;
      const stall: Fault =
        where === "in mid-body" ? { body: stallAfter(1000) } : { connection: "stall" };
      server.faults.next(stall);
      const error = await rejection(kstashOn(server, { timeoutMs: 200 }).retrieve(link));
      expect(error.message).toContain("in 200 ms");
      await eventually(() => server.connections === before);

      const { reached } = server.faults.next(stall);
      const controller = new AbortController();
      const { signal } = controller;
      const pending = rejection(kstashOn(server).retrieve(link, { signal }));
      await reached;
      controller.abort();
      expect(await pending).toBe(signal.reason);
      await eventually(() => server.connections === before);
    },
  );
});

/** So many bytes, and then nothing for ever. */
function stallAfter(bytes: number): NonNullable<Fault["body"]> {
  return ({ length, chunks }) => ({
    length,
    chunks: (async function* () {
      for await (const chunk of chunks) {
        yield chunk.subarray(0, bytes);
        await new Promise(() => {});
      }
    })(),
  });
}
