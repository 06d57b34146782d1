import { describe, expect, test } from "@jest/globals";
import { type Manifest, manifestFaults } from "../src/index.js";

const folder = "packages/sample";

function sample(changes: Record<string, unknown> = {}): Manifest {
  return {
    name: "@kstash/sample",
    version: "1.0.0",
    description: "A sample.",
    keywords: ["kstash"],
    license: "MIT",
    type: "module",
    sideEffects: false,
    exports: {
      ".": {
        "@kstash/source": "./src/index.ts",
        types: "./dist/index.d.ts",
        default: "./dist/index.js",
      },
      "./package.json": "./package.json",
    },
    files: ["dist", "src", "CHANGELOG.md"],
    engines: { node: ">=20.19" },
    publishConfig: { access: "public", provenance: true },
    scripts: { build: "tsc", typecheck: "tsc", test: "jest" },
    ...changes,
  };
}

describe("manifestFaults", () => {
  test("finds nothing in a package.json that is right", () => {
    expect(manifestFaults(folder, sample())).toEqual([]);
    expect(manifestFaults(folder, sample({ sideEffects: ["./dist/cli.js"] }))).toEqual([]);
  });

  const reordered = {
    ".": {
      default: "./dist/index.js",
      types: "./dist/index.d.ts",
      "@kstash/source": "./src/index.ts",
    },
    "./package.json": "./package.json",
  };
  test.each([
    ["another name", { name: "@kstash/other" }, "name is"],
    ["another license", { license: "ISC" }, "license is not"],
    ["a homepage", { homepage: "https://example.com" }, "homepage is a release's"],
    ["an address for bugs", { bugs: "https://example.com" }, "bugs is a release's"],
    ["a repository", { repository: "github:a/b" }, "repository is a release's"],
    ["CommonJS", { type: "commonjs" }, "type is not"],
    ["older engines", { engines: { node: ">=18" } }, "engines is not"],
    ["no provenance", { publishConfig: { access: "public" } }, "publishConfig is not"],
    ["conditions in another order", { exports: reordered }, `exports["."] is not`],
    ["no exports", { exports: undefined }, 'exports lacks "./package.json"'],
    ["no sideEffects", { sideEffects: undefined }, "sideEffects is neither"],
    ["no dist in files", { files: ["src", "CHANGELOG.md"] }, "files lacks dist"],
    ["no test script", { scripts: { build: "tsc", typecheck: "tsc" } }, "scripts lacks test"],
    ["no description", { description: "" }, "there is no description"],
    ["no keywords", { keywords: [] }, "there are no keywords"],
  ])("finds %s", (_, changes, fault) => {
    expect(manifestFaults(folder, sample(changes)).join("\n")).toContain(fault);
  });
});
