import { mkdir, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions } from "esbuild";

/** As a function is deployed. */
async function bundled(options: BuildOptions) {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
  });
  return outputFiles;
}

/** One of the programs in `children`, or some code, as one file for Node. */
export async function bundleForNode(program: string | { readonly code: string }) {
  const [file] = await bundled(
    typeof program === "string"
      ? { entryPoints: [sourceOf(program)] }
      : { stdin: { contents: program.code, resolveDir: import.meta.dirname } },
  );
  const code = file!.contents;
  return { code, bytes: code.length, gzipped: gzipSync(code, { level: 9 }).length };
}

/** Writes one of the programs in `children` into a folder as one file, and gives its path. */
export async function writeBundle(folder: string, program: string): Promise<string> {
  const path = join(folder, `${program}.mjs`);
  await writeFile(path, (await bundleForNode(program)).code);
  return path;
}

/** The same, with a file for whatever is imported on demand (`--splitting`). */
export async function writeSplit(folder: string, program: string): Promise<string> {
  const outdir = join(folder, program);
  const files = await bundled({
    entryPoints: [sourceOf(program)],
    splitting: true,
    outdir,
    outExtension: { ".js": ".mjs" },
  });
  await mkdir(outdir);
  for (const { path, contents } of files) await writeFile(path, contents);
  return `${outdir}${sep}${program}.mjs`;
}

function sourceOf(program: string): string {
  return fileURLToPath(new URL(`../children/${program}.js`, import.meta.url));
}
