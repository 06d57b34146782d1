import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { run } from "@kstash/packed";
import { installFixture } from "./fixture.js";

let lean: string;
beforeAll(async () => {
  lean = await installFixture("lean");
});

test("core, a codec and a backend are enough for a round trip", async () => {
  expect(await run(lean, ["node", "main.js"])).toBe(
    'mem://default/object.88d340efd6a85550a75bef32d5c2e973 {"data":123} true\n',
  );
});

test("the tree holds no AWS package, and of ours only what was asked for", async () => {
  const modules = join(lean, "node_modules");
  expect((await readdir(join(modules, "@kstash"))).toSorted()).toEqual([
    "backend-mem",
    "codec-cbor",
    "core",
  ]);
  const tree = await readdir(modules, { recursive: true });
  expect(tree.filter((path) => /(?:^|\/)@(?:aws-sdk|smithy)(?:\/|$)/.test(path))).toEqual([]);
});

test("a backend that is listed and not installed says what to install", async () => {
  expect(await run(lean, ["node", "not-installed.js"])).toBe(
    'UNSUPPORTED_BACKEND: backend "s3" could not be loaded: it is not installed: npm install @kstash/backend-s3\n',
  );
});
