import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError, InvalidAddress } from "@kstash/core";
import type { LookupFunction } from "node:net";
import { inspect } from "node:util";
import { https, type HttpsOptions } from "../src/index.js";
import { DIGEST, failureOf, linkTo, PAYLOAD, QUERY, read } from "./helpers/link.js";
import { serveProxy, type TestProxy } from "./helpers/proxy.js";
import { ca, serveHttps, type TestServer } from "./helpers/server.js";

let server: TestServer;
let proxy: TestProxy | undefined;
const heads: (string | undefined)[] = [];

beforeEach(async () => {
  heads.length = 0;
  server = await serveHttps((request, response) => {
    heads.push(request.headers.host, request.url);
    response.end(PAYLOAD);
  });
});

const VARIABLES = ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

beforeEach(() => VARIABLES.forEach((name) => delete process.env[name]));

afterEach(async () => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await proxy?.close();
  proxy = undefined;
  await server.close();
});

const here: LookupFunction = (_name, _options, callback) =>
  callback(null, [{ address: "127.0.0.1", family: 4 }]);
const nowhere: LookupFunction = () => {
  throw new Error("looked up here");
};
const named = (host: string) => `https://${host}/x.${DIGEST}?${QUERY}`;
const backendOf = (options: HttpsOptions = {}) =>
  https({ allowPrivate: true, ports: [server.port], ca, lookup: here, retries: 0, ...options });

describe("certificates", () => {
  test("of a private authority are accepted if it is given", async () => {
    const stored = await read(backendOf(), named(`stashes.s3.localhost:${server.port}`));
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
    expect(heads).toEqual([`stashes.s3.localhost:${server.port}`, `/x.${DIGEST}?${QUERY}`]);
  });

  test("work for literal addresses too", async () => {
    await read(backendOf({ ca: [ca] }), linkTo(server.port, { scheme: "https" }));
    expect(heads).toHaveLength(2);
  });

  test("of an unknown authority are refused without a retry", async () => {
    const backend = backendOf({ ca: undefined, retries: 2 });
    const error = await failureOf(read(backend, linkTo(server.port, { scheme: "https" })));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("certificate");
    expect(server.sockets).toHaveLength(1);
  });

  test("for another name are refused", async () => {
    const error = await failureOf(read(backendOf(), named(`stashes.s3.test:${server.port}`)));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.cause).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(heads).toEqual([]);
    expect(inspect(error, { depth: Infinity })).not.toContain("SECRET");
  });
});

describe("a name that changes between lookup and connect", () => {
  test("is looked up once for a connection, which goes to the address that was checked", async () => {
    let asked = 0;
    const lookup: LookupFunction = (_name, _options, callback) => {
      // The second answer would be allowed to connect if anything asked for it.
      callback(null, [{ address: asked++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }]);
    };
    await read(backendOf({ lookup }), named(`stashes.s3.localhost:${server.port}`));
    expect(asked).toBe(1);
  });

  test("is checked again for every connection", async () => {
    let asked = 0;
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: asked++ === 0 ? "127.0.0.1" : "169.254.169.254", family: 4 }]);
    const backend = backendOf({ lookup });
    const link = named(`stashes.s3.localhost:${server.port}`);
    await read(backend, link);
    server.sockets.forEach((socket) => socket.destroy());
    const error = await failureOf(read(https({ ...backendOptions(), lookup }), link));
    expect(error.message).toContain("resolves to 169.254.169.254, an address (link-local)");
  });
});

const backendOptions = (): HttpsOptions => ({
  allowPrivate: true,
  ports: [server.port],
  ca,
  retries: 0,
});

describe("a proxy in the environment", () => {
  const through = async (refuse?: Parameters<typeof serveProxy>[1]) => {
    proxy = await serveProxy(() => server.port, refuse);
    return `127.0.0.1:${proxy.port}`;
  };
  const link = () => named(`stashes.s3.localhost:${server.port}`);

  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])(
    "%s is used, and resolves the name itself",
    async (variable) => {
      process.env[variable] = `http://user:p%40ss@${await through()}`;
      const stored = await read(backendOf({ lookup: nowhere }), link());
      expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
      expect(proxy?.asked).toEqual([
        {
          target: `stashes.s3.localhost:${server.port}`,
          authorization: `Basic ${Buffer.from("user:p@ss").toString("base64")}`,
        },
      ]);
      expect(heads).toEqual([`stashes.s3.localhost:${server.port}`, `/x.${DIGEST}?${QUERY}`]);
    },
  );

  test("without a scheme is an http:// proxy", async () => {
    process.env["https_proxy"] = await through();
    await read(backendOf({ lookup: nowhere }), link());
    expect(proxy?.asked).toMatchObject([{ authorization: undefined }]);
  });

  test.each([
    "*",
    "s3.localhost",
    ".localhost",
    "a.test, *.s3.localhost",
    "stashes.s3.localhost:PORT",
  ])("is not used for what NO_PROXY lists: %s", async (list) => {
    process.env["HTTPS_PROXY"] = `http://${await through()}`;
    process.env["NO_PROXY"] = list.replace("PORT", String(server.port));
    await read(backendOf(), link());
    expect(proxy?.asked).toEqual([]);
  });

  test.each(["3.localhost", "stashes.s3.localhost:1", "test", "1.2.3.4,::1"])(
    "is used in spite of NO_PROXY=%s",
    async (list) => {
      process.env["HTTPS_PROXY"] = `http://${await through()}`;
      process.env["NO_PROXY"] = list;
      await read(backendOf({ lookup: nowhere }), link());
      expect(proxy?.asked).toHaveLength(1);
    },
  );

  test("is not used for this machine", async () => {
    process.env["HTTPS_PROXY"] = `http://${await through()}`;
    await read(backendOf(), linkTo(server.port, { scheme: "https" }));
    expect(proxy?.asked).toEqual([]);
  });

  test.each(["10.0.0.1", "[::ffff:127.0.0.1]", "stashes.s3.localhost", "8.8.8.8:22", "127.1"])(
    "is never asked to connect to %s",
    async (host) => {
      process.env["HTTPS_PROXY"] = `http://${await through()}`;
      await expect(read(https(), named(host))).rejects.toThrow(InvalidAddress);
      expect(proxy?.asked).toEqual([]);
    },
  );

  test("does not change which certificate is expected", async () => {
    process.env["HTTPS_PROXY"] = `http://${await through()}`;
    const error = await failureOf(read(backendOf(), named(`stashes.s3.test:${server.port}`)));
    expect(error.cause).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  test.each([
    ["HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", 1, "answered 407"],
    ["HTTP/1.1 503 Service Unavailable\r\n\r\n", 3, "answered 503"],
    ["HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 1, "answered 200"],
  ])("that refuses is an error: %j", async (text, tries, message) => {
    process.env["HTTPS_PROXY"] =
      `http://user:SECRET@${await through((socket) => socket.end(text))}`;
    const error = await failureOf(read(backendOf({ retries: 2 }), link()));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain(message);
    expect(proxy?.asked).toHaveLength(tries);
    expect(inspect(error, { depth: Infinity })).not.toContain("SECRET");
  });

  test("that refuses and stays connected is left", async () => {
    const refusal = "HTTP/1.1 403 Forbidden\r\n\r\n";
    process.env["HTTPS_PROXY"] = `http://${await through((socket) => socket.write(refusal))}`;
    const error = await failureOf(read(backendOf(), link()));
    expect(error.message).toContain("answered 403");
    await proxy?.idle();
  });

  test.each(["socks5://127.0.0.1:1080", "http://", "http://a b"])(
    "%s is an error",
    async (value) => {
      process.env["HTTPS_PROXY"] = value;
      const error = await failureOf(read(backendOf(), link()));
      expect(error).toBeInstanceOf(BackendRemoteError);
      expect(error.message).toContain("the proxy in HTTPS_PROXY or ALL_PROXY cannot be used");
    },
  );

  test("that never answers ends with the abort, which frees the socket", async () => {
    const controller = new AbortController();
    process.env["HTTPS_PROXY"] = `http://${await through(() => controller.abort("enough"))}`;
    await expect(read(backendOf(), link(), {}, controller.signal)).rejects.toBe("enough");
    await proxy?.idle();
  });

  test("to an endpoint that stalls in its handshake ends with the time limit", async () => {
    process.env["HTTPS_PROXY"] =
      `http://${await through((socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n"))}`;
    const error = await failureOf(read(backendOf({ timeoutMs: 200 }), link()));
    expect(error.message).toContain("in 200 ms");
    await proxy?.idle();
  });
});
