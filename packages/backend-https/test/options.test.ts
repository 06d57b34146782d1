import { describe, expect, test } from "@jest/globals";
import { InvalidAddress, InvalidConfig } from "@kstash/core";
import { http, https } from "../src/index.js";
import { DIGEST, failureOf, read } from "./helpers/link.js";

const linkOf = (host: string) => `https://${host}/stashes/x.${DIGEST}?sig=SECRET`;

// Stands for "allowed": the lookup follows the checks of the text.
const lookedUp = "looked up";
const lookup = () => {
  throw new Error(lookedUp);
};

describe("both factories", () => {
  test("make backends that only read", () => {
    expect(Object.keys(https())).toEqual(["specification", "name", "get"]);
    expect([https().name, http().name]).toEqual(["https", "http"]);
  });

  test.each([
    ["hosts", { hosts: [] }],
    ["hosts", { hosts: ["*"] }],
    ["hosts", { hosts: ["a.*.com"] }],
    ["hosts", { hosts: ["https://example.com"] }],
    ["hosts", { hosts: ["example.com/x"] }],
    ["hosts", { hosts: [""] }],
    ["ports", { ports: [] }],
    ["ports", { ports: [0] }],
    ["ports", { ports: [65_536] }],
    ["ports", { ports: [1.5] }],
    ["timeoutMs", { timeoutMs: 0 }],
    ["timeoutMs", { timeoutMs: 2 ** 31 }],
    ["timeoutMs", { timeoutMs: Number.NaN }],
    ["retries", { retries: -1 }],
    ["retries", { retries: Infinity }],
  ])("refuses %s: %j", (option, options) => {
    for (const factory of [https, http]) {
      expect(() => factory(options)).toThrow(InvalidConfig);
      expect(() => factory(options)).toThrow(`(${option}): `);
    }
  });
});

describe("ports", () => {
  test.each(["a.test:8443", "a.test:80", "a.test:0", "a.test:99999", "8.8.8.8:22"])(
    "%s is refused by default",
    async (host) => {
      const error = await failureOf(read(https({ lookup }), linkOf(host)));
      expect(error).toBeInstanceOf(InvalidAddress);
      expect(error.message).toMatch(/port/);
    },
  );

  test.each(["0", "65536", "99999"])(
    "http() allows every port, and %s is not one",
    async (port) => {
      const link = linkOf(`a.test:${port}`).replace("https", "http");
      const error = await failureOf(read(http({ lookup }), link));
      expect(error).toBeInstanceOf(InvalidAddress);
      expect(error.message).toContain(`${port} is not a port`);
    },
  );

  test.each(["a.test", "a.test:443", "a.test:0443"])("%s is allowed by default", async (host) => {
    await expect(read(https({ lookup }), linkOf(host))).rejects.toThrow(lookedUp);
  });

  test("that are listed are the only ones allowed", async () => {
    const backend = https({ lookup, ports: [8443] });
    await expect(read(backend, linkOf("a.test:8443"))).rejects.toThrow(lookedUp);
    await expect(read(backend, linkOf("a.test"))).rejects.toThrow(InvalidAddress);
  });
});

describe("hosts", () => {
  const backend = https({
    lookup,
    hosts: [
      "*.s3.eu-west-1.amazonaws.com",
      "Files.example.com",
      "minio.test:9000",
      "10.0.0.1",
      "[2600::1]",
    ],
  });

  test.each([
    "stashes.s3.eu-west-1.amazonaws.com",
    "STASHES.S3.eu-west-1.amazonaws.com",
    "files.example.com",
    "files.example.com:443",
    "minio.test:9000",
  ])("%s is listed", async (host) => {
    await expect(read(backend, linkOf(host))).rejects.toThrow(lookedUp);
  });

  test.each([
    "s3.eu-west-1.amazonaws.com",
    ".s3.eu-west-1.amazonaws.com",
    "a.b.s3.eu-west-1.amazonaws.com",
    "stashes.s3.eu-west-1.amazonaws.com.evil.test",
    "stashes.s3-eu-west-1.amazonaws.com",
    "stashes.s3.eu-west-1.amazonaws.com:8443",
    "files.example.com.",
    "evilfiles.example.com",
    "files.example.com:8443",
    "minio.test",
    "minio.test:9001",
    "8.8.8.8",
    "[2600::2]",
    // Listed, and private: the list narrows and never widens.
    "10.0.0.1",
  ])("%s is refused", async (host) => {
    await expect(read(backend, linkOf(host))).rejects.toThrow(InvalidAddress);
  });
});
