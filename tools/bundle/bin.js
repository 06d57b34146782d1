#!/usr/bin/env node
// Makes a package's `dist` anew: one file for each entry of its package.json, with what several of them
// share in a file beside. To find and read sixty small files took over a fifth of the time in which a
// program with kstash starts. Dependencies stay imports, nothing is minified, and the types are left to `tsc`.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build } from "esbuild";

const { exports, bin = {} } = JSON.parse(await readFile("package.json", "utf8"));
const sources = Object.values(exports).map((entry) => entry["@kstash/source"]);
const commands = Object.values(bin).map((file) => file.replace(/^dist\/(.*)\.js$/, "src/$1.ts"));

const { outputFiles } = await build({
  entryPoints: [...sources, ...commands].filter((source) => source !== undefined),
  outbase: "src",
  outdir: "dist",
  bundle: true,
  splitting: true,
  chunkNames: "shared-[hash]",
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20.19",
  sourcemap: true,
  // The sources are in the package.
  sourcesContent: false,
  write: false,
  logLevel: "warning",
});

await rm("dist", { recursive: true, force: true });
for (const { path, text } of outputFiles) {
  await mkdir(dirname(path), { recursive: true });
  const mode = text.startsWith("#!") ? 0o755 : 0o644;
  await writeFile(path, path.endsWith(".js") ? withClassNames(text) : text, { mode });
}

// A class that speaks of itself becomes `var Address = class _Address`, and logs and test runners would
// show that name. (`keepNames` slows every call that makes a closure.)
function withClassNames(text) {
  const names = new Set(
    Array.from(text.matchAll(/^var (\w+) = class _\1\b/gm), ([, name]) => name),
  );
  return text.replace(/\b_(\w+)\b/g, (word, name) => (names.has(name) ? name : word));
}
