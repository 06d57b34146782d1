import { afterEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError, createKstash, StashCorrupted, StashTooLarge } from "@kstash/core";
import type { Socket } from "node:net";
import { inspect } from "node:util";
import { http } from "../src/index.js";
import { failureOf, linkTo, PAYLOAD, read } from "./helpers/link.js";
import { serveHttp, serveSockets, type TestServer } from "./helpers/server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

/** Lets `answer` speak on every connection once the request has arrived. */
const speaking = (answer: (socket: Socket) => void) =>
  serveSockets((socket) => socket.once("data", () => answer(socket)));

const HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n";

function expectNoSecret(error: Error): void {
  const printed =
    inspect(error, { depth: Infinity, showHidden: true }) + error.stack + error.message;
  expect(printed).not.toContain("SECRET");
  expect(printed).not.toContain("what was");
}

describe("a network failure is retried, then a BackendRemoteError with its cause", () => {
  test("connection refused", async () => {
    const gone = await serveHttp(() => {});
    await gone.close();
    const error = await failureOf(read(http(), linkTo(gone.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(
      /^could not read http:.*\?…: connect ECONNREFUSED .*tried 3 times/,
    );
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED" });
    expectNoSecret(error);
  });

  const broken: [string, (socket: Socket) => void][] = [
    ["reset before the headers", (socket) => socket.resetAndDestroy()],
    ["closed before the headers", (socket) => socket.end()],
    ["reset in mid-body", (socket) => socket.write(`${HEAD}what`, () => socket.resetAndDestroy())],
    ["a body shorter than declared", (socket) => socket.end(`${HEAD}what was`)],
  ];
  test.each(broken)("%s", async (_, answer) => {
    server = await speaking(answer);
    const error = await failureOf(read(http({ retries: 1 }), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("(tried 2 times)");
    expect(error.cause).toMatchObject({ code: "ECONNRESET" });
    expect(server.sockets).toHaveLength(2);
    expectNoSecret(error);
  });

  test.each(broken)("%s, then success", async (_, answer) => {
    let first = true;
    server = await speaking((socket) => {
      if (first) answer(socket);
      else socket.end(`${HEAD}what was stashed`);
      first = false;
    });
    const stored = await read(http(), linkTo(server.port));
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
  });

  test("a name that does not resolve", async () => {
    const notFound = Object.assign(new Error("getaddrinfo ENOTFOUND nowhere"), {
      code: "ENOTFOUND",
    });
    let asked = 0;
    const backend = http({
      lookup: (_name, _options, callback) => {
        asked++;
        callback(notFound, []);
      },
    });
    const error = await failureOf(read(backend, linkTo(80).replace("127.0.0.1", "nowhere")));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.cause).toBe(notFound);
    expect(asked).toBe(3);
  });
});

describe("malformed HTTP", () => {
  test("a body longer than declared is an error, not a truncated stash", async () => {
    server = await speaking((socket) => socket.end(`${HEAD}what was stashed and more`));
    const error = await failureOf(read(http(), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expectNoSecret(error);
  });

  test("a body that a later packet makes longer is not a stash either", async () => {
    server = await speaking((socket) =>
      socket.write(`${HEAD}what was stolen!`, () => socket.end("…")),
    );
    const { retrieve } = createKstash({
      codecs: [
        { name: "text", contentType: "", encode: () => PAYLOAD, decode: (bytes) => String(bytes) },
      ],
      config: { backends: [http()] },
    });
    const error = await failureOf(retrieve(linkTo(server.port)));
    // By its digest, or where the network joined the packets, by the bytes after its end.
    expect([StashCorrupted, BackendRemoteError]).toContain(error.constructor);
  });

  test.each([
    ["garbage", "SSH-2.0-what was stashed\r\n"],
    [
      "two lengths",
      `HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 16\r\n\r\nwhat was stashed`,
    ],
    [
      "a length that is no number",
      `HTTP/1.1 200 OK\r\ncontent-length: 1e1\r\n\r\nwhat was stashed`,
    ],
    ["headers without end", `HTTP/1.1 200 OK\r\nx: ${"what was ".repeat(10_000)}`],
  ])("%s is not retried", async (_, text) => {
    server = await speaking((socket) => socket.end(text));
    const error = await failureOf(read(http(), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(server.sockets).toHaveLength(1);
    // Node's parser keeps what it read there, as bytes.
    expect(error.cause).not.toHaveProperty("rawPacket");
    expectNoSecret(error);
  });
});

describe("the store is busy", () => {
  test.each([429, 500, 502, 503, 504])("%i, then success", async (status) => {
    let requests = 0;
    server = await serveHttp((_, response) => {
      if (++requests < 3) response.writeHead(status).end("<Error><Code>SlowDown</Code></Error>");
      else response.end(PAYLOAD);
    });
    const stored = await read(http(), linkTo(server.port));
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
    expect(requests).toBe(3);
  });

  test("for longer than the retries last", async () => {
    server = await serveHttp((_, response) =>
      response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>"),
    );
    const error = await failureOf(read(http({ retries: 1 }), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("it answered 503 SlowDown (tried 2 times)");
    expectNoSecret(error);
  });

  test("and asks for more time than is left: no more tries", async () => {
    let requests = 0;
    server = await serveHttp((_, response) => {
      requests++;
      response.writeHead(503, { "retry-after": "3600" }).end();
    });
    const error = await failureOf(read(http(), linkTo(server.port)));
    expect(error.message).toContain("it answered 503");
    expect(requests).toBe(1);
  });

  test("and asks for a second: it gets it", async () => {
    const times: number[] = [];
    server = await serveHttp((_, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(503, { "retry-after": "1" }).end();
      else response.end(PAYLOAD);
    });
    await read(http(), linkTo(server.port));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });
});

describe("too large", () => {
  test("by the declared length: nothing of it is read", async () => {
    server = await serveHttp((_, response) => {
      response.writeHead(200, { "content-length": 17 });
      response.flushHeaders();
    });
    const error = await failureOf(read(http(), linkTo(server.port), { maxPayloadBytes: 16 }));
    expect(error).toBeInstanceOf(StashTooLarge);
    expect(error.message).toContain("has 17 bytes, Config.maxPayloadBytes allows 16");
    await server.idle();
    expectNoSecret(error);
  });

  test("a body that never ends is cut off, and its connection closed", async () => {
    server = await serveHttp((_, response) => {
      const more = () => void (response.destroyed || response.write("x".repeat(8192), more));
      more();
    });
    const failure = failureOf(read(http(), linkTo(server.port), { maxPayloadBytes: 100_000 }));
    expect(await failure).toBeInstanceOf(StashTooLarge);
    await server.idle();
  });

  test("exactly the limit is not too large", async () => {
    server = await serveHttp((_, response) => response.end(PAYLOAD));
    const stored = await read(http(), linkTo(server.port), { maxPayloadBytes: PAYLOAD.length });
    expect(stored?.bytes).toHaveLength(PAYLOAD.length);
  });
});
