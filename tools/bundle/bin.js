#!/usr/bin/env node
// Makes a package's `dist` anew: one file for each entry of its package.json, and one beside them with
// what several entries share. A program with kstash starts a fifth sooner than with a file for each
// module. Dependencies stay imports, nothing is minified, and the types are left to `tsc`.
import { chmod, readFile, rm } from "node:fs/promises";
import { rolldown } from "rolldown";

const { exports, bin = {} } = JSON.parse(await readFile("package.json", "utf8"));
const entries = Object.values(exports).flatMap((entry) => entry["@kstash/source"] ?? []);
const commands = Object.values(bin);
const sources = [
  ...entries,
  ...commands.map((file) => file.replace(/^dist\/(.*)\.js$/, "src/$1.ts")),
];

const bundle = await rolldown({
  input: Object.fromEntries(
    sources.map((source) => [source.replace(/^(?:\.\/)?src\/(.*)\.ts$/, "$1"), source]),
  ),
  platform: "node",
  external: /^[^./]/,
  transform: { target: "node20.19" },
});
await rm("dist", { recursive: true, force: true });
await bundle.write({
  dir: "dist",
  format: "esm",
  chunkFileNames: "shared-[hash].js",
  hashCharacters: "hex",
  sourcemap: true,
  // The sources are in the package.
  sourcemapExcludeSources: true,
});
await bundle.close();
for (const command of commands) await chmod(command, 0o755);
