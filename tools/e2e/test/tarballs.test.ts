import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { root } from "@kstash/check";
import { packed, run } from "@kstash/packed";

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

  test("holds in dist its entries, what they share, and a declaration of each source", async () => {
    const list = (await run(root, ["tar", "-tzf", tarball])).split("\n").filter(Boolean);
    const manifest = JSON.parse(
      await run(root, ["tar", "-xzOf", tarball, "package/package.json"]),
    ) as Manifest;
    const entries = Object.values(manifest.exports).flatMap((entry) => [
      entry.default,
      entry.browser,
    ]);
    const expected = new Set(
      [...entries, ...Object.values(manifest.bin ?? {})].map(
        (file) => file && join("package", file),
      ),
    );
    const built = list.filter((path) => /^package\/dist\/.+\.js$/.test(path));
    const isShared = (path: string) => /^package\/dist\/(?:browser\/)?shared-\w+\.js$/.test(path);
    expect(built.filter((path) => !expected.has(path) && !isShared(path))).toEqual([]);

    const stems = (folder: string, end: string) =>
      list
        .filter((path) => path.startsWith(`package/${folder}/`) && path.endsWith(end))
        .map((path) => path.slice(`package/${folder}/`.length, -end.length));
    expect(stems("dist", ".d.ts")).toEqual(stems("src", ".ts"));
  });
});

interface Manifest {
  readonly exports: Readonly<
    Record<string, { readonly default?: string; readonly browser?: string }>
  >;
  readonly bin?: Readonly<Record<string, string>>;
}
