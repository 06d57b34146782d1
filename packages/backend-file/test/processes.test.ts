import { chmod, mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createKstash, StashNotFound } from "@kstash/core";
import { file } from "../src/index.js";
import { buildChildren } from "./children/build.js";
import { Child, type ChildOptions, type Operation } from "./children/child.js";
import { files } from "./files.js";
import { json } from "./json.js";

let folder: string;
let root: string;
let children: Child[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-"));
  await buildChildren(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  root = join(await mkdtemp(join(folder, "test-")), "root");
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
});

const kstashOf = (at = root) =>
  createKstash({ codecs: [json], config: { backends: [file({ root: at })] } });

function start(operations: Operation[], options?: ChildOptions): Child {
  const child = new Child(folder, root, operations, options);
  children.push(child);
  return child;
}

test("8 processes store the same and different stashes at once", async () => {
  const operations = (id: number): Operation[] => [
    ...Array.from({ length: 8 }, (_, index): Operation => ["create", `same/${index}`, index]),
    ...Array.from({ length: 4 }, (_, index): Operation => ["create", `own/${id}/${index}`, index]),
  ];
  const started = Array.from({ length: 8 }, (_, id) => start(operations(id)));
  const lines = (await Promise.all(started.map((child) => child.result()))).flat();
  expect(lines.filter(({ error }) => error)).toEqual([]);
  const addresses = new Set(lines.map(({ address }) => address ?? ""));
  expect(addresses.size).toBe(8 + 8 * 4);
  for (const address of addresses) {
    const { name, data } = await kstashOf().retrieve(address);
    expect(name.endsWith(`/${String(data)}`)).toBe(true);
  }
  expect(await files(root)).toHaveLength(addresses.size);
});

test("a reader that polls while writers write sees all of a stash, or nothing", async () => {
  const operations = Array.from({ length: 6 }, (_, index): Operation => [
    "create",
    `x${index}`,
    { repeat: 2_000_000 },
  ]);
  // What the addresses will be: they depend on the payload alone.
  const elsewhere = kstashOf(join(root, "../elsewhere"));
  const data = "x".repeat(2_000_000);
  const missing = new Set<string>();
  for (const [, name] of operations) {
    missing.add(String((await elsewhere.create(name, data)).address));
  }
  const writers = [start(operations), start(operations.toReversed())];
  let ended = false;
  const written = Promise.all(writers.map((writer) => writer.result())).finally(() => {
    ended = true;
  });
  const kstash = kstashOf();
  let absent = 0;
  for (let last = false; missing.size > 0 && !last;) {
    last = ended;
    for (const address of missing) {
      try {
        const stash = await kstash.retrieve(address);
        expect(stash.data === data).toBe(true);
        missing.delete(address);
      } catch (error) {
        expect(error).toBeInstanceOf(StashNotFound);
        absent += 1;
      }
    }
  }
  await written;
  expect(missing).toEqual(new Set());
  expect(absent).toBeGreaterThan(0);
});

describe("kill -9", () => {
  test.each(["write", "sync", "rename"])("at its %s: nothing is there", async (step) => {
    const operation: Operation = ["create", "x", { repeat: 100_000 }];
    const writer = start([operation], { env: { PARK_AT: step } });
    await writer.parked();
    const [draft = "", ...others] = await files(root);
    expect(others).toEqual([]);
    expect(draft).toMatch(/^tmp\//);
    const { size } = await stat(join(root, draft));
    expect(size > 100_000).toBe(step !== "write");
    await writer.kill();
    expect(writer.lines).toEqual([]);

    const { address } = await kstashOf(join(root, "../elsewhere")).create("x", "x".repeat(100_000));
    await expect(kstashOf().retrieve(address)).rejects.toThrow(StashNotFound);
    await kstashOf().create("x", "x".repeat(100_000));
    expect((await kstashOf().retrieve(address)).data).toHaveLength(100_000);
  });

  test("after its rename: the stash is whole, though its address was not handed out yet", async () => {
    const writer = start([["create", "x", [1]]], { env: { PARK_AT: "folder-sync" } });
    await writer.parked();
    await writer.kill();
    expect(writer.lines).toEqual([]);
    const { address } = await kstashOf(join(root, "../elsewhere")).create("x", [1]);
    expect((await kstashOf().retrieve(address)).data).toEqual([1]);
  });

  test("in the midst of 200 writes of 4 processes: every address handed out is readable and equal", async () => {
    const writers = Array.from({ length: 4 }, (_, id) =>
      start(
        Array.from({ length: 50 }, (_, index): Operation => {
          return ["create", `${id % 2}/${index}`, { repeat: 20_000 + index }];
        }),
      ),
    );
    await Promise.all(
      writers.map(async (writer, id) => {
        await writer.said(3 + id * 5);
        await writer.kill();
      }),
    );
    for (const { lines } of writers) {
      for (const [index, { address = "" }] of lines.entries()) {
        const { data } = await kstashOf().retrieve(address);
        expect(data === "x".repeat(20_000 + index)).toBe(true);
      }
    }
    // Drafts and stashes alike: no draft stands where a stash is looked for, and every stash is whole.
    for (const path of await files(root)) {
      if (path.startsWith("tmp/")) continue;
      const { size } = await stat(join(root, path));
      expect(size).toBeGreaterThan(20_000);
    }
  });
});

describe("before an address is handed out", () => {
  async function traced(operations: Operation[]): Promise<string[]> {
    const lines = await start(operations, { env: { TRACE: "yes" } }).result();
    return lines.map(({ call, path = "", address }) =>
      call
        ? `${call} ${relative(dirname(root), path).replace(/[0-9a-f]{64}|\d+-\w+$/, "*")}`
        : address,
    ) as string[];
  }

  test("its file is on the disk, then its name, and that of every folder that was made for it", async () => {
    root = join(root, "a/b");
    const first = await traced([
      ["create", "x", 1],
      ["create", "x", 1],
    ]);
    const shard = relative(dirname(root), dirname(join(root, (await files(root))[0] ?? "")));
    const [address] = first.slice(-1);
    expect(first).toEqual([
      "sync ",
      "sync ..",
      "sync ../..",
      "sync b",
      "sync b/v1",
      "sync b/tmp/*",
      `rename ${shard}/*`,
      `sync ${shard}`,
      address,
      `sync ${shard}`,
      address,
    ]);
    // By a process that cannot know how far the one before it got.
    const again = await traced([["create", "x", 1]]);
    expect(again).toEqual(["sync b", "sync b/v1", `sync ${shard}`, address]);
    const removed = await start([["remove", address ?? ""]], { env: { TRACE: "yes" } }).result();
    expect(removed).toEqual([{ call: "sync", path: join(dirname(root), shard) }, { data: true }]);
  });

  test("nothing is flushed where it need not be durable, and it is published all the same", async () => {
    await mkdir(root);
    const env = { TRACE: "yes", DURABLE: "no" };
    const operations: Operation[] = [
      ["create", "x", 1],
      ["create", "x", 1],
    ];
    const lines = await start(operations, { env }).result();
    const [path = ""] = await files(root);
    const address = lines.at(-1)?.address ?? "";
    expect(lines).toEqual([{ call: "rename", path: join(root, path) }, { address }, { address }]);
    expect((await kstashOf().retrieve(address)).data).toBe(1);
  });
});

test("a writer whose draft is gone when it wakes up writes it again", async () => {
  const [line] = await start([["create", "x", [1]]], { env: { FAULT: "draft-gone" } }).result();
  expect((await kstashOf().retrieve(line?.address ?? "")).data).toEqual([1]);
  expect(await readdir(join(root, "tmp"))).toEqual([]);
});

test("a full disk is an error that says so, and nothing is left", async () => {
  const [line] = await start([["create", "x", [1]]], { env: { FAULT: "disk-full" } }).result();
  expect(line?.error).toMatch(
    /^BackendRemoteError: backend "file" could not store file:\/\/default\/x\.\w+ under \/.*root: the disk is full: make room on it/,
  );
  expect(line?.cause).toBe("ENOSPC");
  expect(await files(root)).toEqual([]);
});

describe("without permission", () => {
  // Permissions do not bind root, so its children become nobody.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;

  test("storing says what to do; reading needs no more than to read", async () => {
    await mkdir(root);
    await chmod(root, 0o755);
    const { address } = await kstashOf().create("x", [1]);
    await chmod(folder, 0o755);
    await chmod(dirname(root), 0o755);
    for (const path of ["", "v1", "tmp"]) await chmod(join(root, path), 0o555);
    const reader = start(
      [
        ["retrieve", String(address)],
        ["create", "y", 1],
      ],
      { uid },
    );
    const [loaded, failed] = await reader.result();
    expect(loaded).toEqual({ data: [1] });
    expect(failed?.error).toMatch(/could not store file:.* under .*: access is denied: give this/);
    expect(failed?.cause).toBe("EACCES");
    for (const path of ["", "v1", "tmp"]) await chmod(join(root, path), 0o755);
  });

  test("reading a private root is a failure, not absence", async () => {
    const { address } = await kstashOf().create("x", [1]);
    await chmod(folder, 0o755);
    await chmod(dirname(root), 0o755);
    await chmod(root, 0o000);
    const [line] = await start([["retrieve", String(address)]], { uid }).result();
    expect(line?.error).toMatch(/could not read file:.* under .*: access is denied/);
    await chmod(root, 0o700);
  });
});
