import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { https } from "@kstash/backend-https";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash, isKstashError, type Kstash } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import fc from "fast-check";

const MD5 = "c6ab205fe81dcad3eec3ab48b96b0618";

// Whoever sends a message chooses what stands where its address should. Each of these is refused by
// the code beside it, before anything is asked of anyone.
const hostile: readonly (readonly [address: unknown, code: string])[] = [
  // Out of the root.
  [`file://stashes/../../etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://../etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/%2e%2e/%2e%2e/etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/..%2f..%2fetc%2fpasswd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/%2E./passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/.%2e/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/%c0%ae%c0%ae/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/%e0%80%ae/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/a%00.txt.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/a\0.txt.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes//etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file:///etc/passwd`, "INVALID_ADDRESS"],
  [`file:///etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://C:/Windows/x.${MD5}`, "INVALID_ADDRESS"],
  [`file://./x.${MD5}`, "INVALID_ADDRESS"],
  [`file:/etc/passwd.${MD5}`, "INVALID_ADDRESS"],
  [`file://stashes/${"a/".repeat(600)}x.${MD5}`, "INVALID_ADDRESS"],
  // Into another bucket, or another store.
  [`s3://private/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes/../private/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes%2fprivate/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes@evil.example/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://evil.example:443/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes/x.${MD5}#`, "INVALID_ADDRESS"],
  [`s3://stashes\\@evil.example/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://arn:aws:s3:::private/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes/x.${MD5}\r\nHost: evil.example`, "INVALID_ADDRESS"],
  [`s3://stashes/x\u0085.${MD5}`, "INVALID_ADDRESS"],
  [`s3://st\u0430shes/x.${MD5}`, "INVALID_ADDRESS"],
  [`s3://stashes/x.${MD5.toUpperCase()}`, "INVALID_ADDRESS"],
  // To a private network.
  [`https://127.0.0.1/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://2130706433/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://0x7f.1/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://0177.0.0.1/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://[::1]/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://[::ffff:169.254.169.254]/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://[fd00:ec2::254]/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://169.254.169.254/latest/meta-data/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.localhost/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.s3.example.com:22/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://key:secret@stashes.s3.example.com/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.s3.example.com\\@127.0.0.1/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.s3.example.com#@127.0.0.1/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.s3.example.com /x.${MD5}`, "INVALID_ADDRESS"],
  [`https://[::1%25eth0]/stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes。s3.example.com/x.${MD5}`, "INVALID_ADDRESS"],
  [`https://stashes.s3.example.com/x.${MD5}?a=b\r\nHost: c`, "INVALID_ADDRESS"],
  [`https://private.s3.example.com/x.${MD5}`, "INVALID_ADDRESS"],
  // By another way in.
  [`http://127.0.0.1/stashes/x.${MD5}`, "UNSUPPORTED_BACKEND"],
  [`gopher://stashes/x.${MD5}`, "UNSUPPORTED_BACKEND"],
  [`constructor://stashes/x.${MD5}`, "UNSUPPORTED_BACKEND"],
  [`__proto__://stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`javascript:alert(1)`, "INVALID_ADDRESS"],
  [`data:text/plain,x`, "INVALID_ADDRESS"],
  [` s3://stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`\ufeffs3://stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`ſ3://stashes/x.${MD5}`, "INVALID_ADDRESS"],
  [`S3\t://stashes/x.${MD5}`, "INVALID_ADDRESS"],
  // Inside the address itself.
  ["inline://stashes/x", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=", "STASH_CORRUPTED"],
  ["inline://stashes/x?data=DA==&data=DQ==", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=DA%3D%3D&codec=cbor&codec=msgpack", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=DA", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=DB%3D%3D", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=D%0AA%3D%3D", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=%", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=_-__", "INVALID_ADDRESS"],
  ["inline://stashes/x?data=DA%3D%3D&codec=", "UNSUPPORTED_OPERATION"],
  ["inline://stashes/x?data=DA%3D%3D&codec=__proto__", "UNSUPPORTED_OPERATION"],
  [`inline://stashes/x?data=DA%3D%3D&codec=${"x".repeat(1_000_000)}`, "UNSUPPORTED_OPERATION"],
  [`inline://stashes/x?data=${"A".repeat(4_000_000)}`, "STASH_TOO_LARGE"],
  // No text at all, as JSON may hold it.
  [null, "INVALID_ADDRESS"],
  [12, "INVALID_ADDRESS"],
  [{}, "INVALID_ADDRESS"],
  [[`s3://stashes/x.${MD5}`], "INVALID_ADDRESS"],
  [{ text: 1, toString: 1, valueOf: 1 }, "INVALID_ADDRESS"],
  [{ text: { toString: 1 } }, "INVALID_ADDRESS"],
];

describe("a hostile address", () => {
  let server: S3Server;
  let root: string;
  let kstash: Kstash;
  let lookups = 0;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes", "private"] });
    root = await mkdtemp(join(tmpdir(), "kstash-reliability-"));
    const { endpoint, region, credentials } = server;
    const backends = [
      inline(),
      mem(),
      file({ root }),
      s3({ clientConfig: { endpoint, region, credentials, forcePathStyle: true } }),
      https({
        lookup: (_name, _options, callback) => {
          lookups += 1;
          callback(Object.assign(new Error("looked up"), { code: "EREFUSED" }), []);
        },
      }),
    ];
    const config = { backends, namespaces: ["stashes"], maxPayloadBytes: 1_000_000 };
    kstash = createKstash({ codecs: [cbor], config });
  });
  afterAll(async () => {
    await server.close();
    await rm(root, { recursive: true });
  });
  beforeEach(() => {
    lookups = 0;
    server.requests.length = 0;
  });

  test("there are 40 spellings at least", () => {
    expect(new Set(hostile.map(([address]) => address)).size).toBeGreaterThanOrEqual(40);
  });

  test.each(
    hostile.map(([address, code]) => [JSON.stringify(address)?.slice(0, 80), code, address]),
  )("%s is %s, and nothing is asked of anyone", async (_, code, address) => {
    for (const operation of ["retrieve", "share", "remove"] as const) {
      const error: unknown = await kstash[operation](address as string).then(
        () => "it was taken",
        (error: unknown) => error,
      );
      if (operation === "retrieve") expect(error).toMatchObject({ code });
      expect(isKstashError(error)).toBe(true);
      expect((error as Error).message.length).toBeLessThan(500);
      expect((error as Error).message).toMatch(/^[\P{C}\n]*$/u);
      expect((error as Error).message).not.toMatch(/secret|DA%3D/);
    }
    expect(server.requests).toEqual([]);
    expect(lookups).toBe(0);
    expect(await readdir(root)).toEqual([]);
  });

  test("any text at all is refused by an error of kstash, and nothing is asked", async () => {
    const scheme = fc.constantFrom("file", "s3", "https", "inline", "mem", "S3", "http", "");
    const piece = fc.oneof(
      fc.constantFrom(
        "..",
        "%2e",
        "/",
        "//",
        "\\",
        "?",
        "#",
        "@",
        ":",
        "%00",
        "data=",
        "&codec=",
        MD5,
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    const text = fc
      .tuple(scheme, fc.array(piece, { maxLength: 12 }))
      // Of another namespace than the one that may be used, so that none is a good address.
      .map(([name, pieces]) => `${name}://other${pieces.join("")}`);
    await fc.assert(
      fc.asyncProperty(text, async (address) => {
        const error: unknown = await kstash.retrieve(address).catch((error: unknown) => error);
        expect(isKstashError(error)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(server.requests).toEqual([]);
    expect(lookups).toBe(0);
  });
});
