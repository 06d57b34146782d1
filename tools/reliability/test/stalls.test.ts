import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type BodyFault, type S3Server, startS3Server } from "@kstash/s3-server";
import { eventually, kstashOn, rejection } from "../src/stores.js";

let server: S3Server;
beforeAll(async () => {
  server = await startS3Server({ buckets: ["stashes"] });
});
afterAll(() => server.close());

/** Half of the body, and then nothing for ever. */
const stalled: BodyFault = ({ length, chunks }) => ({
  length,
  chunks: (async function* () {
    for await (const chunk of chunks) {
      yield chunk.subarray(0, length / 2);
      await new Promise(() => {});
    }
  })(),
});

test("a body that s3 begins and does not end: the time limit ends it, and frees the socket", async () => {
  const { address } = await kstashOn(server).create("x", "x".repeat(10_000), {
    namespace: "stashes",
  });
  const before = server.connections;
  server.faults.next({ method: "GET", body: stalled, times: Infinity });
  const limits = { requestHandler: { socketTimeout: 50 } };
  const error = await rejection(
    kstashOn(server, { s3: { clientConfig: limits } }).retrieve(address),
  );
  expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
  await eventually(() => server.connections === before);
  // It was asked for again, and stalled again.
  expect(server.requests.filter(({ method }) => method === "GET").length).toBeGreaterThan(1);
});
