import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "@jest/globals";
import { conditionalConflict, internalError, noConditionalWrites, slowDown } from "../src/index.js";
import { clientOf, failureOf } from "./client.js";
import { faultTest, get, object, put } from "./fault-test.js";
import { Bucket } from "./serve.js";

// How Node says that a connection was reset: read from it, or waited on.
const lost = /ECONNRESET|socket hang up/;

faultTest(
  "an answer in place of the operation, as often as asked, first asked first met",
  async (server, client) => {
    server.faults.next({ ...slowDown, times: 2 });
    server.faults.next(internalError);
    expect(await failureOf(get(client))).toEqual([503, "SlowDown"]);
    expect(await failureOf(put(client))).toEqual([503, "SlowDown"]);
    expect(await failureOf(get(client))).toEqual([500, "InternalError"]);
    expect((await get(client)).ContentLength).toBe(7);
    expect(server.requests.map(({ status, code }) => [status, code])).toEqual([
      [503, "SlowDown"],
      [503, "SlowDown"],
      [500, "InternalError"],
      [200, undefined],
    ]);
  },
);

faultTest("the SDK tries again by itself", async (server) => {
  server.faults.next({ ...slowDown, times: 2 });
  const got = await get(clientOf(server, { maxAttempts: 3 }));
  expect(got.$metadata.attempts).toBe(3);
});

faultTest("only the requests that match, until it is forgotten", async (server, client) => {
  server.faults.next({ ...slowDown, method: "PUT" });
  server.faults.next({ ...slowDown, key: "b" });
  server.faults.next({ ...slowDown, bucket: "other" });
  server.faults.next({ ...slowDown, when: ({ headers }) => headers["range"] !== undefined });
  await get(client);
  const ranged = client.send(new GetObjectCommand({ ...object, Range: "bytes=0-0" }));
  expect(await failureOf(ranged)).toEqual([503, "SlowDown"]);
  server.faults.clear();
  await put(client, { Key: "b" });
});

faultTest(
  "conditional writes that meet a conflict, or a store that knows none",
  async (server, client) => {
    const conditional = { Key: "new", IfNoneMatch: "*" };
    server.faults.next(conditionalConflict);
    await put(client);
    expect(await failureOf(put(client, conditional))).toEqual([409, "ConditionalRequestConflict"]);
    await put(client, conditional);
    server.faults.next(noConditionalWrites);
    for (const Key of ["x", "y"]) {
      expect(await failureOf(put(client, { ...conditional, Key }))).toEqual([
        501,
        "NotImplemented",
      ]);
    }
    await put(client);
  },
);

faultTest("a wait, for a time or for something to happen", async (server, client) => {
  server.faults.next({ wait: 5 });
  await get(client);
  let release = () => {};
  const wait = new Promise<void>((resolve) => (release = resolve));
  const { reached } = server.faults.next({ wait, key: "a" });
  const slow = get(client);
  await reached;
  await put(client, { Key: "b" }); // others go on meanwhile
  expect(server.requests.map(({ status }) => status)).toEqual([200, undefined, 200]);
  release();
  expect((await slow).ContentLength).toBe(7);
});

faultTest("no answer at all: who goes away frees the connection", async (server, client) => {
  const { reached } = server.faults.next({ connection: "stall" });
  const abort = new AbortController();
  const stalled = client.send(new GetObjectCommand(object), { abortSignal: abort.signal });
  stalled.catch(() => {});
  await reached;
  const before = server.connections;
  const closed = server.disconnected();
  abort.abort();
  expect((await failureOf(stalled))[1]).toBe("AbortError");
  await closed;
  expect(server.connections).toBe(before - 1);
});

faultTest(
  "a connection that is dropped before anything is done, or after",
  async (server, client) => {
    server.faults.next({ connection: "drop" });
    const dropped = put(client, { Key: "never" });
    await expect(dropped).rejects.toThrow(lost);
    expect(await failureOf(client.send(new HeadObjectCommand({ Bucket, Key: "never" })))).toEqual([
      404,
      "NotFound",
    ]);
    server.faults.next({ connection: "drop-answer" });
    await expect(put(client, { Key: "done" })).rejects.toThrow(lost);
    await client.send(new HeadObjectCommand({ Bucket, Key: "done" }));
    expect(server.requests[0]?.status).toBeUndefined();
  },
);
