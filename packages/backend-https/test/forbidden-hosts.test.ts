import { describe, expect, test } from "@jest/globals";
import { BackendRemoteError, InvalidAddress } from "@kstash/core";
import type { LookupFunction } from "node:net";
import { guardedLookup } from "../src/platform/node/guarded-lookup.js";
import { http, https } from "../src/index.js";
import { settingsOf } from "../src/settings.js";
import { DIGEST, failureOf, read } from "./helpers/link.js";

const linkOf = (host: string, scheme = "https") =>
  `${scheme}://${host}/stashes/x.${DIGEST}?sig=SECRET`;

const never: LookupFunction = () => {
  throw new Error("looked up");
};

const IPV4 = [
  "127.0.0.1",
  "127.255.255.254",
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.169.254",
  "100.64.0.1",
  "100.100.100.200",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
];

const IPV4_SPELLINGS = [
  "2130706433",
  "017700000001",
  "0x7f000001",
  "0X7F000001",
  "127.1",
  "127.0.1",
  "127.0.0.1.",
  "0177.0.0.1",
  "0x7f.0.0.1",
  "0x7f.1",
  "0177.1",
  "127.0.0.01",
  "127.0.0.0x1",
  "00000177.00.00.01",
  "0",
  "0x0",
  "1.2.3.4.5",
  "256.256.256.256",
  "2852039166",
  "0xa9fea9fe",
  "169.254.43518",
  "0xa.0.0.1",
  "012.0.0.1",
  // A public address, but in a spelling that programs read differently.
  "08.8.8.8",
  "134744072",
];

const IPV6 = [
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000:0000:0000:0000:0000:0000:0000:0001]",
  "[::0.0.0.1]",
  "[::127.0.0.1]",
  "[::8.8.8.8]",
  "[::ffff:127.0.0.1]",
  "[::FFFF:7F00:1]",
  "[0:0:0:0:0:ffff:10.0.0.1]",
  "[::ffff:8.8.8.8]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a00:1]",
  "[64:ff9b::169.254.169.254]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[2002:a9fe:a9fe::1]",
  "[2001:0:1::1]",
  "[2001:db8::1]",
  "[3fff::1]",
  "[100::1]",
  "[5f00::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[FE80::1]",
  "[febf::1]",
  "[fec0::1]",
  "[ff02::1]",
  "[::1",
  "[:::1]",
  "[1:2:3]",
];

const NAMES = ["localhost", "LOCALHOST", "localhost.", "s3.localhost", "stashes.s3.localhost."];

describe("hosts that are refused by their text, before anything is looked up", () => {
  test.each([...IPV4, ...IPV4_SPELLINGS, ...IPV6, ...NAMES])("%s", async (host) => {
    const error = await failureOf(read(https({ lookup: never }), linkOf(host)));
    expect(error).toBeInstanceOf(InvalidAddress);
    expect(error.message).not.toContain("SECRET");
  });

  test("user and password", async () => {
    const error = await failureOf(read(https(), linkOf("stashes.s3.test@127.0.0.1")));
    expect(error).toBeInstanceOf(InvalidAddress);
  });
});

describe("names that resolve to such an address are refused when the connection is made", () => {
  const bare = (host: string) => host.replace(/^\[|\]$/g, "");
  const addresses = [...IPV4, ...IPV6.slice(0, -3), "fe80::1%eth0"].map(bare);

  test.each(addresses)("%s", async (address) => {
    const family = address.includes(":") ? 6 : 4;
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address, family }]);
    const error = await failureOf(read(https({ lookup }), linkOf("stashes.s3.test")));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain(`stashes.s3.test resolves to ${address}, a`);
    expect(error.cause).toMatchObject({ code: "ERR_REFUSED_ADDRESS" });
  });

  test("also when another of the name's addresses is public", async () => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [
        { address: "192.0.3.1", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    const error = await failureOf(read(https({ lookup }), linkOf("stashes.s3.test")));
    expect(error.message).toContain("resolves to 127.0.0.1, a loopback address");
  });

  test("by the system's own resolver as well", async () => {
    const lookup = guardedLookup(settingsOf("https", {}));
    const error = await new Promise((resolve) => lookup("localhost", {}, resolve));
    expect(error).toMatchObject({ code: "ERR_REFUSED_ADDRESS" });
  });
});

describe("the options", () => {
  test.each([
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "[fe80::1]",
    "[::ffff:127.0.0.1]",
    "127.1",
  ])("never allow %s", async (host) => {
    for (const [backend, scheme] of [
      [https({ allowPrivate: true }), "https"],
      [http(), "http"],
    ] as const) {
      const error = await failureOf(read(backend, linkOf(host, scheme)));
      expect(error).toBeInstanceOf(InvalidAddress);
    }
  });

  test.each(["8.8.8.8", "[2600::1]", "[64:ff9b::8.8.8.8]"])(
    "http() does not reach %s",
    async (host) => {
      const error = await failureOf(read(http(), linkOf(host, "http")));
      expect(error).toBeInstanceOf(InvalidAddress);
      expect(error.message).toContain("a public address, and http() reads only local ones");
    },
  );
});
