/**
 * What browsers and Workers run, under the same tests: `#platform` is the browser's here.
 *
 * @jest-environment-options {"customExportConditions": ["browser", "@kstash/source"]}
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError, InvalidAddress, InvalidConfig } from "@kstash/core";
import { inspect } from "node:util";
import { http, https } from "../src/index.js";
import { failureOf, linkTo, PAYLOAD, read } from "./helpers/link.js";
import { serveHttp, serveSockets, type TestServer } from "./helpers/server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

test.each([
  ["lookup", { lookup: () => {} }, "a browser resolves names itself: leave it out"],
  ["ca", { ca: "…" }, "a browser itself decides which certificates it trusts: leave it out"],
])("the option %s is refused", (option, options, why) => {
  const make = () => https(options);
  expect(make).toThrow(InvalidConfig);
  expect(make).toThrow(`invalid option of https() (${option}): ${why}`);
});

describe("a name, whose address is not known before it is asked", () => {
  const link = (port: number) => linkTo(port).replace("127.0.0.1", "localhost.example");

  test("is refused by http() unless it is listed", async () => {
    const error = await failureOf(read(http(), link(9000)));
    expect(error).toBeInstanceOf(InvalidAddress);
    expect(error.message).toMatch(/http\(\{ hosts: \["localhost\.example"\] \}\) allows it$/);
    const listed = http({ hosts: ["localhost.example"], retries: 0 });
    // Nobody has this name: it was asked for.
    expect(await failureOf(read(listed, link(9000)))).toBeInstanceOf(BackendRemoteError);
  });

  test("is read by http() if it is this machine's", async () => {
    server = await serveHttp((_, response) => response.end(PAYLOAD));
    const stored = await read(http(), linkTo(server.port).replace("127.0.0.1", "localhost"));
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
  });
});

describe("a network failure is retried, and no error holds the link", () => {
  test.each([
    ["no answer", "", /: no answer came \(TypeError: .*\) \(tried 2 times\)$/],
    [
      "a body that breaks off",
      "HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\nwhat",
      /: it broke off \(TypeError: .*\) \(tried 2 times\)$/,
    ],
  ])("%s", async (_, answer, message) => {
    server = await serveSockets((socket) => socket.once("data", () => socket.end(answer)));
    const error = await failureOf(read(http({ retries: 1 }), linkTo(server.port)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toMatch(message);
    expect(server.sockets).toHaveLength(2);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("SECRET");
  });
});
