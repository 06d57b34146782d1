import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Command } from "./process.js";

let kstash: Command;
beforeAll(async () => {
  kstash = await Command.prepare();
});
afterAll(() => kstash.remove());

test("--out keeps the permissions of a file that is replaced, and follows a symbolic link", async () => {
  await writeFile(kstash.path("target"), "old", { mode: 0o640 });
  await symlink("target", kstash.path("link"));
  const { out } = await kstash.run(["create", "x"], Readable.from(["new"]));
  await kstash.run(["retrieve", out.toString().trim(), "--out", kstash.path("link")]);
  expect(await readFile(kstash.path("target"), "utf8")).toBe("new");
  expect((await stat(kstash.path("target"))).mode & 0o777).toBe(0o640);
});

test("--out writes to what is no regular file directly", async () => {
  const { out } = await kstash.run(["create", "x"], Readable.from(["device"]));
  const printed = await kstash.shell(
    `kstash retrieve '${out.toString().trim()}' --out /dev/stdout | cat`,
  );
  expect(printed).toEqual({ out: "device", err: "" });
});
