import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { installServers } from "@kstash/servers";
import { install, pack, root, run } from "./packed.js";

const example = join(root, "packages/kstash/examples/backend-redis");

// Where there is no server a loud line says so, and nothing counts as tested.
(installServers() ? describe : describe.skip)("the example on Redis, as its author has it", () => {
  let folder: string;
  let author: string;
  let user: string;
  let core: string;
  let codec: string;
  let conformance: string;
  const packed = async (name: string) => (await pack([name], folder))[0] ?? "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kstash-redis-"));
    author = join(folder, "author");
    user = join(folder, "user");
    await cp(example, author, {
      recursive: true,
      filter: (path) => !/\/(?:node_modules|dist)(?:\/|$)/.test(path.slice(example.length)),
    });
    [core, codec, conformance] = await Promise.all([
      packed("core"),
      packed("codec-cbor"),
      packed("conformance"),
    ]);
    await install(author, "--save-dev", core, conformance);
    await run(author, "npm", "run", "build");
    await run(author, "npm", "pack", "--ignore-scripts", "--pack-destination", folder);
    await mkdir(user);
    await writeFile(join(user, "package.json"), JSON.stringify({ type: "module" }));
    await install(user, join(folder, "kstash-backend-redis-1.0.0.tgz"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is under 60 lines of source", async () => {
    const source = await readFile(join(author, "src/index.ts"), "utf8");
    expect(source.split("\n").length).toBeLessThan(60);
  });

  test("passes its own test against a real server", async () => {
    const tested = await run(author, "npm", "test");
    expect(tested).toMatch(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(tested)?.[1])).toBeGreaterThan(40);
  });

  test("is installed with its client, and nothing of kstash", async () => {
    const tree = await run(user, "npm", "ls", "--all", "--parseable");
    expect(tree).toContain("node_modules/redis");
    expect(tree).not.toContain("@kstash");
    const load = 'import("kstash-backend-redis").then((all) => console.log(Object.keys(all)))';
    expect((await run(user, process.execPath, "-e", load)).trim()).toBe("[ 'redis' ]");
  });

  test("does what its README shows", async () => {
    const readme = await readFile(join(author, "README.md"), "utf8");
    const [, code = ""] = /```\w+\n(import [^]*?)```/.exec(readme) ?? [];
    const comments = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)];
    expect(comments).toHaveLength(3);
    await install(user, core, codec);
    await writeFile(join(user, "block.js"), code);
    const helper = pathToFileURL(join(author, "test/redis-server.js")).href;
    const program = `const { startRedis } = await import(${JSON.stringify(helper)});
      const { url, close } = await startRedis();
      process.env.REDIS_URL = url;
      await import("./block.js").finally(close);`;
    await writeFile(join(user, "main.js"), program);
    const printed = await run(user, process.execPath, "main.js");
    expect(printed.trimEnd().split("\n")).toEqual(comments.map(([, text]) => text));
  });
});
