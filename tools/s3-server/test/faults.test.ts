import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "@jest/globals";
import { connect } from "node:net";
import {
  conditionalConflict,
  cutAfter,
  endless,
  internalError,
  longerBy,
  noConditionalWrites,
  shorterBy,
  slowDown,
  wrongBody,
  type S3Server,
} from "../src/index.js";
import { clientOf, failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { Bucket, serve } from "./serve.js";

const object = { Bucket, Key: "a" };
const get = (client: S3Client) => client.send(new GetObjectCommand(object));
const put = (client: S3Client, more = {}) =>
  client.send(new PutObjectCommand({ ...object, Body: "payload", ...more }));

// How Node says that a connection was reset: read from it, or waited on.
const lost = /ECONNRESET|socket hang up/;

/** Each over HTTP and HTTPS, with an object in place. */
function faultTest(title: string, run: (server: S3Server, client: S3Client) => Promise<void>) {
  describe.each([{ tls: false }, { tls: true }])("TLS $tls", (options) => {
    test(title, () =>
      serve(async (server, client) => {
        await put(client);
        server.requests.length = 0;
        await run(server, client);
      }, options),
    );
  });
}

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

faultTest("bodies that are not what they should be", async (server, client) => {
  const link = await getSignedUrl(client, new GetObjectCommand(object));
  const length = { headers: { "content-length": "7" } };

  server.faults.next({ body: wrongBody });
  const wrong = await fetchFrom(server, link);
  expect(wrong).toMatchObject(length);
  expect(wrong.text).not.toBe("payload");

  server.faults.next({ body: cutAfter(3) });
  await expect(fetchFrom(server, link)).rejects.toMatchObject({ code: "ECONNRESET" });
  server.faults.next({ body: shorterBy(3) });
  await expect(fetchFrom(server, link)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("more bytes than Content-Length says", () =>
  serve(async (server, client) => {
    await put(client);
    server.faults.next({ body: longerBy(3) });
    // Read as it comes: what an HTTP client makes of the rest is its own affair.
    const { host, port, pathname, search } = new URL(
      await getSignedUrl(client, new GetObjectCommand(object)),
    );
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    const text = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
    expect(text).toMatch(/^content-length: 7\r$/m);
    expect(text).toMatch(/\r\n\r\npayload\+\+\+$/);
  }));

faultTest("a body that never ends, for as long as someone reads", async (server, client) => {
  server.faults.next({ body: endless });
  const { Body, ContentLength } = await get(client);
  expect(ContentLength).toBeUndefined();
  let bytes = 0;
  const closed = server.disconnected();
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > 4 * 1024 * 1024) break;
  }
  await closed;
});

faultTest("a large body that is cut has its first bytes", async (server, client) => {
  await put(client, { Body: Buffer.alloc(1024 * 1024, "a") });
  server.faults.next({ body: cutAfter(500_000) });
  const { Body, ContentLength } = await get(client);
  expect(ContentLength).toBe(1024 * 1024);
  let bytes = 0;
  const read = async () => {
    for await (const chunk of Body as AsyncIterable<Buffer>) bytes += chunk.length;
  };
  await expect(read()).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(bytes).toBeLessThanOrEqual(500_000);
});
