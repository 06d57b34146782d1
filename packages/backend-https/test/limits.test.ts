import { afterEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError } from "@kstash/core";
import type { RequestListener } from "node:http";
import { http } from "../src/index.js";
import { failureOf, linkTo, PAYLOAD, read } from "./helpers/link.js";
import { serveHttp, serveSockets, type TestServer } from "./helpers/server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

/** The points at which a server can stop talking. */
const stalls: [string, RequestListener][] = [
  ["before the headers", () => {}],
  [
    "before the body",
    (_, response) => response.writeHead(200, { "content-length": 9 }).flushHeaders(),
  ],
  [
    "in mid-body",
    (_, response) => void response.writeHead(200, { "content-length": 9 }).write("abc"),
  ],
  ["in mid-chunk", (_, response) => void response.write("abc")],
  ["in an error's body", (_, response) => void response.writeHead(403).write("<Error>")],
];

describe("the time limit ends a stall, and frees the socket", () => {
  test.each(stalls)("%s", async (_, listener) => {
    server = await serveHttp(listener);
    const error = await failureOf(read(http({ timeoutMs: 100 }), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(/^could not read http:.*\?… in 100 ms/);
    await server.idle();
  });

  test("is not extended by one byte now and then", async () => {
    server = await serveHttp((_, response) => {
      response.writeHead(200, { "content-length": 1_000_000 });
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    const error = await failureOf(read(http({ timeoutMs: 200 }), linkTo(server.port)));
    expect(error.message).toContain("in 200 ms");
    await server.idle();
  });

  test("is shared by all attempts, and the last failure is the cause", async () => {
    server = await serveHttp((_, response) => {
      if (server?.sockets.length === 1) response.destroy();
    });
    const error = await failureOf(read(http({ timeoutMs: 1000 }), linkTo(server.port)));
    expect(error.message).toContain("in 1000 ms");
    expect(error.cause).toMatchObject({ code: "ECONNRESET" });
  });
});

describe("an abort rejects with its reason and frees the socket", () => {
  test.each(stalls)("%s", async (_, listener) => {
    const reason = new Error("stop");
    const controller = new AbortController();
    server = await serveHttp((request, response) => {
      listener(request, response);
      setImmediate(() => controller.abort(reason));
    });
    const error = await failureOf(read(http(), linkTo(server.port), {}, controller.signal));
    expect(error).toBe(reason);
    await server.idle();
  });

  test("before the start, without making a connection", async () => {
    server = await serveSockets(() => {});
    const signal = AbortSignal.abort("no reason");
    await expect(read(http(), linkTo(server.port), {}, signal)).rejects.toBe("no reason");
    expect(server.sockets).toHaveLength(0);
  });

  test("while the name is looked up", async () => {
    const controller = new AbortController();
    const backend = http({ lookup: () => controller.abort("enough") });
    const link = linkTo(80).replace("127.0.0.1", "name");
    await expect(read(backend, link, {}, controller.signal)).rejects.toBe("enough");
  });

  test("between two attempts", async () => {
    const controller = new AbortController();
    server = await serveHttp((_, response) => {
      response.writeHead(503, { "retry-after": "30" }).end();
      response.on("close", () => setImmediate(() => controller.abort("enough")));
    });
    const reading = read(http(), linkTo(server.port), {}, controller.signal);
    await expect(reading).rejects.toBe("enough");
    expect(server.sockets).toHaveLength(1);
  });
});

test("many reads share one connection", async () => {
  server = await serveHttp((_, response) => response.end(PAYLOAD));
  const backend = http();
  for (let n = 0; n < 20; n++) await read(backend, linkTo(server.port));
  expect(server.sockets).toHaveLength(1);
});
