import { afterEach, describe, expect, test } from "@jest/globals";
import {
  BackendRemoteError,
  collect,
  createKstash,
  StashCorrupted,
  StashTooLarge,
  type Stored,
} from "@kstash/core";
import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { http } from "../src/index.js";
import { answer, collectAll, LARGE, MIB, open, stalling } from "./helpers/large.js";
import { failureOf, linkTo, read } from "./helpers/link.js";
import { serveHttp, type TestServer } from "./helpers/server.js";

let server: TestServer;
afterEach(() => server.close());

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
    const { body, ...label } = await open(server);
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
    for await (const chunk of (await open(server)).body) {
      expect(chunk).toBeInstanceOf(Uint8Array);
      break;
    }
    await server.idle();
  });

  test("is closed if the stream is left before it was started", async () => {
    server = await serveHttp(stalling);
    const { body } = await open(server);
    await body.return?.();
    await server.idle();
    expect(await body.next()).toEqual({ done: true, value: undefined });
  });

  test("is closed by an abort, between two chunks and while one is awaited", async () => {
    server = await serveHttp(stalling);
    for (const isAwaited of [false, true]) {
      const controller = new AbortController();
      const { body } = await open(server, {}, controller.signal);
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
    await open(server, {}, controller.signal);
    controller.abort();
    await server.idle();
  });
});

describe("the time limit", () => {
  test("ends a stream that stalls, and frees the socket", async () => {
    server = await serveHttp(stalling);
    const { body } = await open(server, { timeoutMs: 300 });
    const error = await failureOf(collectAll(body));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(/^could not read http:.*\?… in 300 ms/);
    await server.idle();
  });

  test("does not count the time that the reader takes", async () => {
    server = await serveHttp((request, response) => response.end(answer(request, response)));
    const { body } = await open(server, { timeoutMs: 1000 });
    await body.next();
    await sleep(1100);
    await collectAll(body);
  });
});
