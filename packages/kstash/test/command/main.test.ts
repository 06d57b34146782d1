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

async function kstash(args: string[], input = "") {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const stdin = Readable.from([Buffer.from(input)]);
  const { signal } = new AbortController();
  const code = await main(args, { stdin, stdout, stderr, signal });
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
    expect([code, err]).toEqual([1, `kstash: stash not found: ${out}`]);
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
    expect(out).toMatch(/^ {2}kstash create NAME \[FILE\] {2}\w/m);
    expect(out).toMatch(/^ {2}--ttl SECONDS +share: how long/m);
    expect(out).toMatch(/^ {2}--backends NAME,NAME +what may/m);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each(["create", "retrieve", "share", "remove"])(
    "%s --help is about it alone",
    async (name) => {
      const { code, out } = await kstash([name, "--help"]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^kstash ${name} \\w`));
      expect(out.includes("--ttl")).toBe(name === "share");
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
      ["5", 1],
      ["6", 0],
    ] as const) {
      const limit = ["--backends", "file", "--max-bytes", max];
      expect((await kstash(["create", "x", ...limit], "12345")).code).toBe(code);
      const retrieved = await kstash(["retrieve", out.trim(), ...limit]);
      expect(retrieved).toMatchObject({ code, out: code === 0 ? "12345" : "" });
    }
  });

  test.each([
    [[], 2, "which command?"],
    [["steal", "x"], 2, 'there is no command "steal"'],
    [["create"], 2, "create of what?"],
    [["retrieve", "a", "b"], 2, 'retrieve takes no "b"'],
    [["create", "x", "--what"], 2, "--what"],
    [["retrieve", "x", "--as", "json"], 2, "retrieve takes no --as"],
    [["create", "x", "/nowhere/at/all"], 1, "ENOENT"],
    [["create", "x", "--as", "yaml"], 1, "bytes, text or json"],
    [["create", "x", "--as", "json"], 1, "standard input is not JSON"],
    [["create", "a//b"], 1, "empty segment"],
    [["create", "x", "--hash", "sha1"], 1, "(hash)"],
    [["create", "x", "--max-bytes", "many"], 1, "(maxPayloadBytes)"],
    [["share", "inline://default/x?data=secret", "--ttl", "0"], 1, "(ttlSec)"],
    [["share", "inline://default/x?data=secret"], 1, "cannot share inline://default/x?…"],
  ])("%j exits with %d: %s", async (args, code, message) => {
    const result = await kstash(args, "{secret");
    expect(result).toMatchObject({ code, out: "" });
    expect(result.err).toContain(message);
    expect(result.err.trim().split("\n")).toHaveLength(1);
    expect(result.err).not.toContain("secret");
  });
});
