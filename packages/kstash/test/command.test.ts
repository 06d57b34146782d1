import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { main } from "../src/command.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kstash-command-"));
  process.env["KSTASH_FILE_ROOT"] = join(folder, "root");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function kstash(args: string[], input = "") {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await main(args, Readable.from([Buffer.from(input)]), stdout, stderr);
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
    const { create } = await import("../src/index.js");
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

  test("--help and --version", async () => {
    expect((await kstash(["--help"])).out).toContain("kstash create NAME [FILE]");
    expect((await kstash(["--version"])).out).toMatch(/^\d+\.\d+\.\d+/);
  });

  test.each([
    [[], 2, "which command?"],
    [["steal", "x"], 2, 'there is no command "steal"'],
    [["create"], 2, "create of what?"],
    [["retrieve", "a", "b"], 2, 'retrieve takes no "b"'],
    [["create", "x", "--what"], 2, "--what"],
    [["create", "x", "/nowhere/at/all"], 1, "ENOENT"],
    [["create", "x", "--as", "yaml"], 1, "bytes, text or json"],
    [["create", "x", "--as", "json"], 1, "standard input is not JSON"],
    [["create", "a//b"], 1, "empty segment"],
    [["create", "x", "--hash", "sha1"], 1, "(hash)"],
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
