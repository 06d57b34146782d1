import { afterEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError } from "@kstash/core";
import type { RequestListener } from "node:http";
import { answer, collectAll, collected, cut, ETAG, LARGE, open } from "./helpers/large.js";
import { failureOf } from "./helpers/link.js";
import { serveHttp, type TestServer } from "./helpers/server.js";

let server: TestServer;
afterEach(() => server.close());

describe("a body that breaks off", () => {
  test("is resumed, by a request for the rest of the same version", async () => {
    const asked: unknown[] = [];
    server = await serveHttp((request, response) => {
      asked.push([request.headers.range, request.headers["if-match"]]);
      const bytes = answer(request, response);
      if (asked.length < 3) cut(response, bytes);
      else response.end(bytes);
    });
    expect((await collected(await open(server))).equals(LARGE)).toBe(true);
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
    expect((await collected(await open(server))).equals(LARGE)).toBe(true);
  });

  test("fails once the retries are used up, and frees the socket", async () => {
    server = await serveHttp((request, response) => {
      cut(response, answer(request, response), 65_536);
    });
    const error = await failureOf(collected(await open(server, { retries: 1 })));
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
    const error = await failureOf(collected(await open(server)));
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
    const error = await failureOf(collected(await open(server)));
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
  const error = await failureOf(collectAll((await open(server)).body));
  expect(error).toBeInstanceOf(BackendRemoteError);
  expect(error.message).toContain("3145728 bytes were declared");
});
