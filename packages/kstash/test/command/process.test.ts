import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { open, readdir, readFile, watch, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Command } from "./process.js";

const MIB = 1024 * 1024;
const LARGE_MIB = 300;
const backends = ["--backends", "inline,file"];

let kstash: Command;
let large: string;
/** Of the large file, stashed. */
let address: string;

beforeAll(async () => {
  kstash = await Command.prepare();
  large = kstash.path("large");
  const file = await open(large, "w");
  const block = randomBytes(MIB);
  for (let i = 0; i < LARGE_MIB; i++) {
    block.writeUInt32LE(i);
    await file.write(block);
  }
  await file.close();
});
afterAll(() => kstash.remove());

describe(`${LARGE_MIB} MiB pass in less than 200 MiB of memory`, () => {
  test("create, from a file", async () => {
    const { code, out, err, peakMiB } = await kstash.run(["create", "large", large, ...backends]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(peakMiB).toBeLessThan(200);
    address = out.toString().trim();
    expect(address).toMatch(/^file:\/\/default\/large\.[0-9a-f]{32}$/);
  });

  test("create, from a pipe: the same address", async () => {
    const input = createReadStream(large);
    const { code, out, peakMiB } = await kstash.run(["create", "large", ...backends], input);
    expect({ code, out: out.toString() }).toEqual({ code: 0, out: `${address}\n` });
    expect(peakMiB).toBeLessThan(200);
  });

  test("retrieve, to a pipe", async () => {
    const { code, out, peakMiB } = await kstash.run(["retrieve", address, ...backends]);
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(200);
    expect(out.equals(await readFile(large))).toBe(true);
  });

  test("inspect", async () => {
    const { code, out, peakMiB } = await kstash.run(["inspect", address, "--json", ...backends]);
    expect(code).toBe(0);
    expect(JSON.parse(out.toString())).toMatchObject({ size: LARGE_MIB * MIB + 5, verifies: true });
    expect(peakMiB).toBeLessThan(200);
  });

  test("inspect, of something other than bytes", async () => {
    const input = Readable.from([Buffer.alloc(150 * MIB, "x")]);
    const created = await kstash.run(["create", "text", "--as", "text", ...backends], input);
    const { code, peakMiB } = await kstash.run([
      "inspect",
      created.out.toString().trim(),
      ...backends,
    ]);
    expect(code).toBe(0);
    expect(peakMiB).toBeLessThan(200);
  });

  test.each(["--out copy", "> copy"])("retrieve, by %s", async (target) => {
    const { err } = await kstash.shell(
      `kstash retrieve ${address} ${backends.join(" ")} ${target}`,
    );
    expect(err).toBe("");
    expect((await readFile(kstash.path("copy"))).equals(await readFile(large))).toBe(true);
  });
});

describe("output that is closed early ends it quietly", () => {
  test("as cat: with the status of SIGPIPE, and nothing on standard error", async () => {
    const line = `kstash retrieve ${address} ${backends.join(" ")}`;
    const { out, err } = await kstash.shell(
      `{ { ${line}; echo "status $?" >&3; } | head -c 4 | od -An -tu4; } 3>&1`,
    );
    expect(err).toBe("");
    expect(out.trim().split(/\s+/).toSorted()).toEqual(["0", "141", "status"]);
  });

  test("a socket too", async () => {
    const child = kstash.start(["retrieve", address, ...backends]);
    child.stdout.once("data", () => child.stdout.destroy());
    const err = child.stderr.toArray();
    expect(await once(child, "close")).toEqual([141, null]);
    expect(await err).toEqual([]);
  });

  test.each([["--help"], ["create", "x"]])("%s", async (...args) => {
    const child = kstash.start(args);
    child.stdout.destroy();
    child.stdin?.end("x");
    const err = child.stderr.toArray();
    expect(await once(child, "close")).toEqual([141, null]);
    expect(await err).toEqual([]);
  });

  test("where standard error is closed, the status still says what went wrong", async () => {
    const child = kstash.start(["destroy", "x"]);
    child.stderr.destroy();
    child.stdout.resume();
    expect(await once(child, "close")).toEqual([2, null]);
  });
});

test("output that fails is an error", async () => {
  const { out, err } = await kstash.shell(
    `kstash create x large ${backends.join(" ")} --namespace full > /dev/full; echo $?`,
  );
  expect(out).toBe("1\n");
  expect(err).toMatch(/^kstash: ENOSPC: .*\n$/);
});

describe("a payload that was changed", () => {
  let changed: string;
  beforeAll(async () => {
    const input = Readable.from([randomBytes(3 * MIB)]);
    const { out } = await kstash.run(["create", "changed", ...backends], input);
    changed = out.toString().trim();
    await damage("changed");
  });

  test("ends with an error after it has been printed", async () => {
    const { code, out, err } = await kstash.run(["retrieve", changed, ...backends]);
    expect([code, out.length]).toEqual([4, 3 * MIB]);
    expect(err).toMatch(/^kstash: the stash at file:.* is not what was stored: .*\n$/);
  });

  test("does not verify, says inspect", async () => {
    const { code, out, err } = await kstash.run(["inspect", changed, ...backends]);
    expect(code).toBe(4);
    expect(out.toString()).toMatch(/^verifies +no$/m);
    expect(err).toMatch(/^kstash: the stash at file:.* is not what was stored: .*\n$/);
  });

  test.each(["new", "old"])(
    "--out leaves a %s file as it was, and nothing beside it",
    async (name) => {
      if (name === "old") await writeFile(kstash.path("old"), "as it was");
      const before = await readdir(kstash.folder);
      const { code } = await kstash.run([
        "retrieve",
        changed,
        ...backends,
        "--out",
        kstash.path(name),
      ]);
      expect(code).toBe(4);
      expect(await readdir(kstash.folder)).toEqual(before);
      if (name === "old") expect(await readFile(kstash.path("old"), "utf8")).toBe("as it was");
    },
  );

  /** Changes the last byte of the stash of that name. */
  async function damage(name: string): Promise<void> {
    for (const entry of await readdir(kstash.root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = await open(join(entry.parentPath, entry.name), "r+");
      const { size } = await file.stat();
      const start = Buffer.alloc(200);
      await file.read(start, 0, 200, 0);
      const last = Buffer.alloc(1);
      await file.read(last, 0, 1, size - 1);
      if (start.includes(`"key":"${name}.`)) {
        await file.write(Buffer.of(last[0]! ^ 1), 0, 1, size - 1);
      }
      await file.close();
    }
  }
});

test("an interrupted create leaves nothing half-written, and ends by the signal", async () => {
  const drafts = join(kstash.root, "tmp");
  const child = kstash.start(["create", "interrupted", large, ...backends]);
  for await (const { eventType } of watch(drafts)) {
    if (eventType === "rename") break;
  }
  child.kill("SIGINT");
  expect(await once(child, "close")).toEqual([null, "SIGINT"]);
  expect(await readdir(drafts)).toEqual([]);
});
