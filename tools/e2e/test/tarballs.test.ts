import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "@kstash/check";
import { run } from "../src/run.js";
import { packed } from "../src/tarballs.js";

const { tarballs } = packed();
const tool = (name: string) => join(root, "node_modules/.bin", name);

describe.each(Object.entries(tarballs))("%s", (_, tarball) => {
  test("publint (strict) finds nothing", async () => {
    expect(await run(root, [tool("publint"), "run", tarball, "--strict"])).toContain("All good!");
  });

  test("are-the-types-wrong finds nothing, for a package of ES modules", async () => {
    const report = await run(root, [tool("attw"), tarball, "--profile", "esm-only"]);
    expect(report).not.toContain("Internal resolution error");
  });

  test("holds what is built, its source, README and LICENSE, and no tests", async () => {
    const list = (await run(root, ["tar", "-tzf", tarball])).split("\n").filter(Boolean);
    expect(list).toEqual(
      expect.arrayContaining([
        "package/package.json",
        "package/README.md",
        "package/LICENSE",
        "package/dist/index.js",
        "package/dist/index.d.ts",
        "package/src/index.ts",
      ]),
    );
    expect(
      list.filter((path) => /(?:^package\/(?:test|coverage)\/|tsbuildinfo)/.test(path)),
    ).toEqual([]);
  });

  test("holds nothing in dist that its source does not give (else: remove dist, and build again)", async () => {
    const list = (await run(root, ["tar", "-tzf", tarball])).split("\n").filter(Boolean);
    const sources = new Set(list.map((path) => /^package\/src\/(.+)\.ts$/.exec(path)?.[1]));
    const built = list.map(
      (path) => /^package\/dist\/(.+?)(?:\.d\.ts|\.js)(?:\.map)?$/.exec(path)?.[1],
    );
    expect(built.filter((name) => name !== undefined && !sources.has(name))).toEqual([]);
  });
});
