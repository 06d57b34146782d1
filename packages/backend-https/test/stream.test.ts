import { afterEach, describe, expect, test } from "@jest/globals";
import {
  BackendRemoteError,
  collect,
  createKstash,
  StashCorrupted,
  StashTooLarge,
  type Stored,
  type StoredStream,
} from "@kstash/core";
import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { http } from "../src/index.js";
import { failureOf, linkTo, read } from "./helpers/link.js";
import { serveHttp, type TestServer } from "./helpers/server.js";

const MIB = 1024 * 1024;
const LARGE = randomBytes(3 * MIB);
const ETAG = '"one"';

let server: TestServer;
afterEach(() => server.close());

interface Stream extends Omit<StoredStream, "body"> {
  readonly body: AsyncIterableIterator<Uint8Array>;
}

async function open(
  options: Parameters<typeof http>[0] = {},
  signal?: AbortSignal,
): Promise<Stream> {
  const stored: Stored | StoredStream | undefined = await read(
    http(options),
    linkTo(server.port),
    {},
    signal,
  );
  expect(stored).not.toHaveProperty("bytes");
  return stored as unknown as Stream;
}

const collected = async (stored: Stream) => Buffer.from((await collect(stored)).bytes);

/** Answers with LARGE, or the range of it that is asked for, as S3 does. */
function answer(request: IncomingMessage, response: ServerResponse, bytes = LARGE): Buffer {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (!range) {
    response.writeHead(200, { "content-length": bytes.length, etag: ETAG });
    return bytes;
  }
  const [start, end] = [Number(range[1]), Number(range[2])];
  response.writeHead(206, {
    "content-length": end + 1 - start,
    "content-range": `bytes ${start}-${end}/${bytes.length}`,
  });
  return bytes.subarray(start, end + 1);
}

/** Sends the first of the bytes, and then nothing. */
const stalling: RequestListener = (request, response) =>
  void response.write(answer(request, response).subarray(0, MIB));

/** Breaks off after so many bytes of a body. */
const cut = (response: ServerResponse, bytes: Buffer, after = MIB) =>
  void response.write(bytes.subarray(0, after), () => response.destroy());

describe("what get answers", () => {
  test.each([
    [MIB, false],
    [MIB + 1, true],
  ])("%d bytes: a stream? %s", async (length, isStream) => {
    server = await serveHttp((_, response) => response.end(LARGE.subarray(0, length)));
    const stored = await read(http(), linkTo(server.port));
    expect(stored && "body" in stored).toBe(isStream);
    const { bytes } = await collect(stored as Stored);
    expect(LARGE.subarray(0, length).equals(bytes)).toBe(true);
  });

  test("bytes if the length is not declared", async () => {
    server = await serveHttp((_, response) => {
      response.write(LARGE.subarray(0, 5));
      response.end(LARGE.subarray(5));
    });
    const stored = await read(http(), linkTo(server.port));
    expect(LARGE.equals(stored?.bytes ?? new Uint8Array())).toBe(true);
  });

  test("a stream has its length, content type, namespace and name", async () => {
    server = await serveHttp((_, response) => {
      response.setHeader("content-type", "application/cbor");
      response.setHeader("x-amz-meta-kstash-namespace", "stashes");
      response.setHeader("x-amz-meta-kstash-name", "a%20b");
      response.end(LARGE);
    });
    const { body, ...label } = await open();
    expect(label).toEqual({
      length: LARGE.length,
      contentType: "application/cbor",
      namespace: "stashes",
      name: "a b",
    });
    await body.return?.();
  });

  test("nothing if more is declared than maxPayloadBytes allows", async () => {
    server = await serveHttp((_, response) => response.end(LARGE));
    const reading = read(http(), linkTo(server.port), { maxPayloadBytes: LARGE.length - 1 });
    expect(await failureOf(reading)).toBeInstanceOf(StashTooLarge);
    await server.idle();
  });

  test("a stream is verified as it passes through retrieve", async () => {
    let sent = LARGE;
    server = await serveHttp((_, response) => {
      response.setHeader("content-type", "a/b").end(sent);
    });
    const codec = {
      name: "raw",
      contentType: "a/b",
      encode: (data: unknown) => data as Uint8Array,
      decode: (bytes: Uint8Array) => bytes,
      bytesHeader: () => new Uint8Array(),
      readBytesHeader: () => ({ headerLength: 0, length: LARGE.length }),
    };
    const { retrieve } = createKstash({ codecs: [codec], config: { backends: [http()] } });
    const digest = createHash("md5").update(LARGE).digest("hex");
    const link = linkTo(server.port, { path: `large.${digest}` });
    const { data } = await retrieve(link, { as: "stream" });
    expect((await buffer(data as Readable)).equals(LARGE)).toBe(true);
    sent = Buffer.from(LARGE);
    sent[LARGE.length - 1] = 255 - (sent.at(-1) ?? 0);
    const changed = await retrieve(link, { as: "stream" });
    expect(await failureOf(buffer(changed.data as Readable))).toBeInstanceOf(StashCorrupted);
  });
});

describe("the connection", () => {
  const serveLarge: RequestListener = (request, response) =>
    response.end(answer(request, response));

  test("is kept for the next link after the end of a stream", async () => {
    server = await serveHttp(serveLarge);
    const backend = http();
    for (let count = 0; count < 3; count += 1) {
      const stored = await read(backend, linkTo(server.port));
      expect(LARGE.equals((await collect(stored as Stored)).bytes)).toBe(true);
    }
    expect(server.sockets).toHaveLength(1);
  });

  test("is closed if the stream is left early", async () => {
    server = await serveHttp(stalling);
    for await (const chunk of (await open()).body) {
      expect(chunk).toBeInstanceOf(Uint8Array);
      break;
    }
    await server.idle();
  });

  test("is closed if the stream is left before it was started", async () => {
    server = await serveHttp(stalling);
    const { body } = await open();
    await body.return?.();
    await server.idle();
    expect(await body.next()).toEqual({ done: true, value: undefined });
  });

  test("is closed by an abort, between two chunks and while one is awaited", async () => {
    server = await serveHttp(stalling);
    for (const isAwaited of [false, true]) {
      const controller = new AbortController();
      const { body } = await open({}, controller.signal);
      await body.next();
      const reading = isAwaited ? failureOf(collectAll(body)) : undefined;
      controller.abort(new Error("enough"));
      expect((await (reading ?? failureOf(body.next()))).message).toBe("enough");
      await server.idle();
    }
  });

  test("is closed by an abort even if nobody reads", async () => {
    server = await serveHttp(stalling);
    const controller = new AbortController();
    await open({}, controller.signal);
    controller.abort();
    await server.idle();
  });
});

async function collectAll(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) expect(chunk).toBeInstanceOf(Uint8Array);
}

describe("the time limit", () => {
  test("ends a stream that stalls, and frees the socket", async () => {
    server = await serveHttp(stalling);
    const { body } = await open({ timeoutMs: 300 });
    const error = await failureOf(collectAll(body));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(/^could not read http:.*\?… in 300 ms/);
    await server.idle();
  });

  test("does not count the time that the reader takes", async () => {
    server = await serveHttp((request, response) => response.end(answer(request, response)));
    const { body } = await open({ timeoutMs: 1000 });
    await body.next();
    await sleep(1100);
    await collectAll(body);
  });
});

describe("a body that breaks off", () => {
  test("is resumed, by a request for the rest of the same version", async () => {
    const asked: unknown[] = [];
    server = await serveHttp((request, response) => {
      asked.push([request.headers.range, request.headers["if-match"]]);
      const bytes = answer(request, response);
      if (asked.length < 3) cut(response, bytes);
      else response.end(bytes);
    });
    expect((await collected(await open())).equals(LARGE)).toBe(true);
    expect(asked).toEqual([
      [undefined, undefined],
      [expect.stringMatching(/^bytes=\d+-3145727$/), ETAG],
      [expect.stringMatching(/^bytes=\d+-3145727$/), ETAG],
    ]);
  });

  test("is resumed after a store that was busy", async () => {
    let requests = 0;
    server = await serveHttp((request, response) => {
      requests += 1;
      if (requests === 2) return void response.writeHead(503).end();
      const bytes = answer(request, response);
      return requests === 1 ? cut(response, bytes) : void response.end(bytes);
    });
    expect((await collected(await open())).equals(LARGE)).toBe(true);
  });

  test("fails once the retries are used up, and frees the socket", async () => {
    server = await serveHttp((request, response) => {
      cut(response, answer(request, response), 65_536);
    });
    const error = await failureOf(collected(await open({ retries: 1 })));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("(tried 2 times)");
    expect(server.sockets).toHaveLength(2);
    await server.idle();
  });

  const rests: [string, RequestListener, RegExp][] = [
    [
      "if it was replaced meanwhile",
      (_, response) => response.writeHead(412).end(),
      /answered 412 when asked for the rest/,
    ],
    [
      "if the store sends all of it again",
      (_, response) => response.writeHead(200, { "content-length": LARGE.length }).end(LARGE),
      /answered 200 when asked for the rest/,
    ],
    [
      "if the status is not that of a range",
      ({ headers }, response) => {
        const range = String(headers.range).replace("=", " ");
        response.writeHead(200, { "content-range": `${range}/${LARGE.length}` }).end(LARGE);
      },
      /answered 200 when asked for the rest/,
    ],
    [
      "if the store sends another range",
      (_, response) =>
        response.writeHead(206, { "content-range": `bytes 0-9/${LARGE.length}` }).end("0123456789"),
      /answered 206 when asked for the rest/,
    ],
  ];
  test.each(rests)("fails %s", async (_, rest, why) => {
    server = await serveHttp((request, response) => {
      if (request.headers.range) rest(request, response);
      else cut(response, answer(request, response));
    });
    const error = await failureOf(collected(await open()));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(why);
    expect(server.sockets).toHaveLength(2);
    await server.idle();
  });

  test.each([undefined, 'W/"weak"'])("fails with the ETag %s", async (etag) => {
    server = await serveHttp((_, response) => {
      response.writeHead(200, { "content-length": LARGE.length, ...(etag && { etag }) });
      cut(response, LARGE);
    });
    const error = await failureOf(collected(await open()));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(/it broke off after \d+ of 3145728 bytes, and has no ETag/);
    expect(server.sockets).toHaveLength(1);
  });
});

test.each([-1, 1])("a rest with %d bytes too many fails", async (more) => {
  server = await serveHttp((request, response) => {
    if (!request.headers.range) return cut(response, answer(request, response));
    const [start = 0] = request.headers.range.match(/\d+/g)?.map(Number) ?? [];
    const end = LARGE.length - 1;
    response.writeHead(206, { "content-range": `bytes ${start}-${end}/${LARGE.length}` });
    return void response.end(Buffer.concat([LARGE, LARGE]).subarray(start, LARGE.length + more));
  });
  const error = await failureOf(collectAll((await open()).body));
  expect(error).toBeInstanceOf(BackendRemoteError);
  expect(error.message).toContain("3145728 bytes were declared");
});
