import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { install, pack, run } from "./packed.js";

// A third party's package that has core as a dependency of its own, which it need not.
const notes = `
import * as core from "@kstash/core";
export const copy = core;
const stashes = new Map();
export const notes = {
  specification: "v1",
  name: "notes",
  put: ({ address, bytes, contentType }) => {
    stashes.set(address, { bytes, contentType });
    return address;
  },
  get: (address) => {
    const found = stashes.get(String(address));
    if (!found) throw new core.StashNotFound("these notes have no such page");
    return found;
  },
};
`;

const program = `
import assert from "node:assert/strict";
import * as core from "@kstash/core";
import { copy, notes } from "kstash-backend-notes";

assert.notEqual(copy.Address, core.Address, "there are two copies of core");
const json = {
  name: "json",
  contentType: "application/json",
  encode: (data) => new Uint8Array(Buffer.from(JSON.stringify(data))),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
};
const options = { codecs: [json], config: { backends: [notes] } };
const one = core.createKstash(options);
const other = copy.createKstash(options);

const stash = await one.create("context", { a: 1 });
const address = copy.Address.parse(String(stash.address));
const loaded = await other.retrieve(stash.address);
console.log("addresses", String(address) === String(stash.address), (await one.retrieve(address)).data.a);
console.log("stashes", loaded.equals(stash), stash.equals(loaded), core.isStash(loaded));
console.log("configs", (await one.retrieve(address, { config: new copy.Config({ backends: [notes] }) })).data.a);

const missing = String(address).replace("context", "missing");
const error = await one.retrieve(missing).catch((error) => error);
console.log("errors", error.code, error.message);
console.log("by brand", core.isKstashError(error), core.StashNotFound.isInstance(error), core.StashTooLarge.isInstance(error));
console.log("by class", error instanceof core.StashNotFound, error instanceof copy.StashNotFound);
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-copies-"));
  const [core] = (await pack(["core"], folder)) as [string];
  const write = async (name: string, manifest: object, source: string) => {
    await mkdir(join(folder, name));
    const common = { name, version: "1.0.0", type: "module", exports: "./index.js" };
    await writeFile(join(folder, name, "package.json"), JSON.stringify({ ...common, ...manifest }));
    await writeFile(join(folder, name, "index.js"), source);
  };
  // Bundled, the copy stays where it is: npm would make one of the two otherwise.
  const own = { dependencies: { "@kstash/core": "*" }, bundleDependencies: ["@kstash/core"] };
  await write("kstash-backend-notes", own, notes);
  await install(join(folder, "kstash-backend-notes"), "--no-save", core);
  await run(join(folder, "kstash-backend-notes"), "npm", "pack", "--pack-destination", folder);
  const tarball = join(folder, "kstash-backend-notes-1.0.0.tgz");
  const dependencies = {
    "@kstash/core": `file:${core}`,
    "kstash-backend-notes": `file:${tarball}`,
  };
  await write("app", { dependencies }, program);
  await install(join(folder, "app"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("two copies of core in one tree understand each other", async () => {
  expect(
    (await run(join(folder, "app"), process.execPath, "index.js")).trimEnd().split("\n"),
  ).toEqual([
    "addresses true 1",
    "stashes true true true",
    "configs 1",
    "errors STASH_NOT_FOUND these notes have no such page",
    "by brand true true false",
    "by class false true",
  ]);
});
