import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** One of the programs in `children`, or some code, as one file for Node, minified: as a function is deployed. */
export async function bundleForNode(program: string | { readonly code: string }) {
  const { outputFiles } = await build({
    ...(typeof program === "string"
      ? { entryPoints: [fileURLToPath(new URL(`../children/${program}.js`, import.meta.url))] }
      : { stdin: { contents: program.code, resolveDir: import.meta.dirname } }),
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
  });
  const code = outputFiles[0]!.contents;
  return { code, bytes: code.length, gzipped: gzipSync(code, { level: 9 }).length };
}

/** Writes a bundle into a folder, as a program to be run. */
export async function writeBundle(folder: string, program: string): Promise<string> {
  const path = join(folder, `${program}.mjs`);
  await writeFile(path, (await bundleForNode(program)).code);
  return path;
}
