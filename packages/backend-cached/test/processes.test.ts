import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";

let folder: string;
let store: string;
let below: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-cached-"));
  store = join(folder, "store");
  below = join(folder, "below");
});
afterEach(() => rm(folder, { recursive: true }));

async function stash(all: unknown[]): Promise<string[]> {
  const { create } = createKstash({
    codecs: [cbor],
    config: { backends: [file({ root: store })] },
  });
  const stashes = await Promise.all(all.map((data, index) => create(`x/${index}`, data)));
  return stashes.map(({ address }) => address.text);
}

/** What a process of its own reads, and how often it asked the store. */
async function readInProcess(addresses: string[]): Promise<{ data: unknown[]; asked: number }> {
  const flags = ["--conditions=@kstash/source", "--import=@kstash/jest/typescript"];
  const script = join(import.meta.dirname, "children/read.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, script, store, below, ...addresses],
    { env: { ...process.env, NODE_OPTIONS: "" }, maxBuffer: 100_000_000 },
  );
  return JSON.parse(stdout) as { data: unknown[]; asked: number };
}

test("what one process has read, the next ones read without the store", async () => {
  const data = ["one", "x".repeat(2_000_000)];
  const addresses = await stash(data);
  expect(await readInProcess(addresses)).toEqual({ data, asked: 2 });
  expect(await readInProcess(addresses)).toEqual({ data, asked: 0 });
  await rm(store, { recursive: true });
  expect(await readInProcess(addresses)).toEqual({ data, asked: 0 });
});

test("processes that read the same at once share a folder", async () => {
  const data = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(50_000));
  const addresses = await stash(data);
  const reading = Array.from({ length: 6 }, () => readInProcess(addresses));
  for (const { data: read } of await Promise.all(reading)) expect(read).toEqual(data);
  await rm(store, { recursive: true });
  expect(await readInProcess(addresses)).toEqual({ data, asked: 0 });
  expect(await readdir(join(below, "tmp"))).toEqual([]);
});
