import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { main } from "../../src/command/main.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kstash-command-"));
  process.env["KSTASH_FILE_ROOT"] = join(folder, "root");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function kstash(args: string[], input = "", variables: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stdin = Readable.from([Buffer.from(input)]);
  const { signal } = new AbortController();
  const code = await main(args, { stdin, stdout, stderr, env: variables, signal });
  const read = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? "").toString();
  return { code, out: read(stdout), err: read(stderr) };
}

describe("the command", () => {
  test("creates from standard input, and retrieves", async () => {
    const created = await kstash(["create", "greeting", "--as", "text"], "hello");
    expect(created).toEqual({ code: 0, out: "inline://default/greeting?data=ZWhlbGxv\n", err: "" });
    expect((await kstash(["retrieve", created.out.trim()])).out).toBe("hello");
    expect((await kstash(["retrieve", "-"], created.out)).out).toBe("hello");
  });

  test("bytes of a file come back to the byte, by another backend, and are removed", async () => {
    const [source, target] = [join(folder, "in"), join(folder, "out")];
    writeFileSync(source, Buffer.from([0, 255, 10, 13, 128]));
    const backends = ["--backends", "file"];
    const { out } = await kstash([
      "create",
      "a/b",
      source,
      "--namespace",
      "ns",
      "--hash",
      "sha256",
      ...backends,
    ]);
    expect(out).toMatch(/^file:\/\/ns\/a\/b\.[0-9a-f]{64}\n$/);
    expect(await kstash(["retrieve", out.trim(), "--out", target, ...backends])).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    expect(readFileSync(target)).toEqual(readFileSync(source));
    expect((await kstash(["remove", out.trim(), ...backends])).out).toBe("removed\n");
    expect((await kstash(["remove", out.trim(), ...backends])).out).toBe("nothing was there\n");
    const { code, err } = await kstash(["retrieve", out.trim(), ...backends]);
    expect([code, err]).toEqual([3, `kstash: stash not found: ${out}`]);
  });

  test("data is printed as JSON, with marks for what JSON lacks", async () => {
    const { create } = await import("../../src/index.js");
    const data = { n: 2n ** 64n, b: new Uint8Array([1]), at: new Date(0), inf: Infinity };
    const { address } = await create("x", data, { config: { backends: ["file"] } });
    const { out } = await kstash(["retrieve", address.text, "--backends", "file"]);
    expect(JSON.parse(out)).toEqual({
      n: { $bigint: "18446744073709551616" },
      b: { $bytes: "AQ==" },
      at: "1970-01-01T00:00:00.000Z",
      inf: { $number: "Infinity" },
    });
  });

  test("--help lists every command and option, and says which option is whose", async () => {
    const { code, out } = await kstash(["--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}kstash create NAME \[FILE\] {2,}\w/m);
    expect(out).toMatch(/^ {2}--ttl SECONDS +share: how long/m);
    expect(out).toMatch(/^ {2}--backends NAME,NAME +what may/m);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each(["create", "retrieve", "inspect", "share", "remove", "message", "completion"])(
    "%s --help is about it alone",
    async (name) => {
      const { code, out } = await kstash([name, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^kstash ${name} \\S`));
      expect(out.includes("--ttl")).toBe(name === "share");
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    },
  );

  test("--version", async () => {
    expect(await kstash(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test("bytes are limited by --max-bytes alone, other data by the default too", async () => {
    const { out } = await kstash(["create", "x", "--backends", "file"], "12345");
    for (const [max, code] of [
      ["5", 5],
      ["6", 0],
    ] as const) {
      const limit = ["--backends", "file", "--max-bytes", max];
      expect((await kstash(["create", "x", ...limit], "12345")).code).toBe(code);
      const retrieved = await kstash(["retrieve", out.trim(), ...limit]);
      expect(retrieved).toMatchObject({ code, out: code === 0 ? "12345" : "" });
    }
  });

  test.each([
    [
      ["create", "x"],
      { KSTASH_BACKENDS: "file", KSTASH_HASH: "sha256" },
      /^file:.*\.[0-9a-f]{64}$/,
    ],
    [["create", "x"], { KSTASH_BACKENDS: "file", KSTASH_NAMESPACE: "ns" }, /^file:\/\/ns\//],
    [["create", "x", "--namespace", "flag"], { KSTASH_NAMESPACE: "ns" }, /^inline:\/\/flag\//],
    [["create", "x"], { KSTASH_NAMESPACE: "" }, /^inline:\/\/default\//],
    // What a command takes no option for is not asked of the environment.
    [["create", "x"], { KSTASH_TTL: "never", KSTASH_OUT: "/nowhere" }, /^inline:/],
  ])("%j with %j", async (args, variables, address) => {
    const { code, out } = await kstash(args, "data", variables);
    expect([code, out.trim()]).toEqual([0, expect.stringMatching(address)]);
  });

  test.each([
    [["create", "x"], { KSTASH_MAX_BYTES: "3" }, 5],
    [["create", "x", "--max-bytes", "10"], { KSTASH_MAX_BYTES: "3" }, 0],
    [["retrieve", "inline://default/x?data=DA%3D%3D"], { KSTASH_NAMESPACES: "app-*" }, 9],
    [["share", "inline://default/x?data=DA%3D%3D"], { KSTASH_TTL: "0" }, 2],
  ])("%j with %j exits with %d", async (args, variables, code) => {
    expect((await kstash(args, "data", variables)).code).toBe(code);
  });

  const absent = `file://default/x.${"0".repeat(32)}`;
  test.each([
    [[], 2, "which command?"],
    [["steal", "x"], 2, 'there is no command "steal"'],
    [["create"], 2, "create of what?"],
    [["retrieve", "a", "b"], 2, 'retrieve takes no "b"'],
    [["create", "x", "--what"], 2, "--what"],
    [["retrieve", "x", "--as", "json"], 2, "retrieve takes no --as"],
    [["retrieve", "x", "--json"], 2, "retrieve takes no --json"],
    [["create", "x", "--as", "yaml"], 2, "bytes, text or json"],
    [["create", "x", "--hash", "sha1"], 2, "(hash)"],
    [["create", "x", "--max-bytes", "many"], 2, "(maxPayloadBytes)"],
    [["share", "inline://default/x?data=secret", "--ttl", "0"], 2, "(ttlSec)"],
    [["completion", "tcsh"], 2, "bash, zsh or fish"],
    [["create", "x", "/nowhere/at/all"], 1, "ENOENT"],
    [["retrieve", absent, "--backends", "file"], 3, "stash not found"],
    [["retrieve", "inline://default/x?data=%2F%2F%2F%2F"], 4, "cannot be decoded"],
    [["create", "x", "--max-bytes", "5"], 5, "maxPayloadBytes allows 5"],
    [["retrieve", absent], 7, "no backend available"],
    [["share", "inline://default/x?data=secret"], 8, "cannot share inline://default/x?…"],
    [["retrieve", "inline://default/x?data=DA%3D%3D&codec=x"], 8, "read by none of the codecs"],
    [["create", "a//b"], 9, "empty segment"],
    [["inspect", "nonsense"], 9, "invalid address"],
    [["create", "x", "--as", "json"], 10, "standard input is not JSON"],
    [["message"], 10, "standard input is not JSON"],
  ])("%j exits with %d: %s", async (args, code, message) => {
    const result = await kstash(args, "{secret");
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toContain(message);
    expect(result.err.trim().split("\n")).toHaveLength(1);
    expect(result.err).not.toContain("secret");
  });
});
