import { type ChildProcess, spawn } from "node:child_process";
import { cp } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "@kstash/check";
import { install, run } from "@kstash/packed";

export type Bundler = "vite" | "esbuild";

const tool = (name: Bundler) => join(root, "node_modules/.bin", name);

/** Installs the fixture of pages, and core's vectors with it. */
export async function installPages(): Promise<string> {
  const folder = await install(new URL("../fixtures/browser", import.meta.url));
  await cp(join(root, "packages/core/vectors"), join(folder, "vectors"), { recursive: true });
  await cp(join(root, "tools/vectors/src/escapes.ts"), join(folder, "escapes.ts"));
  return folder;
}

/** Builds the pages of a folder, each by the bundler's own command, into `dist/<bundler>` of it. */
export async function build(folder: string, bundler: Bundler): Promise<void> {
  const out = join(folder, "dist", bundler);
  if (bundler === "vite") {
    await run(folder, [tool("vite"), "build", "--outDir", out, "--base", "./"]);
    return;
  }
  await run(folder, [tool("esbuild"), "main.js", "vectors.js", ...minified, `--outdir=${out}`]);
  for (const page of ["index.html", "vectors.html"]) await cp(join(folder, page), join(out, page));
}

const minified = ["--bundle", "--minify", "--format=esm"];

/** The code of one module and all that it needs, minified. */
export async function bundle(folder: string, module: string): Promise<string> {
  return run(folder, [tool("esbuild"), module, ...minified]);
}

/** Serves a folder by esbuild's server, a process of its own. */
export async function serve(folder: string): Promise<{ origin: string; process: ChildProcess }> {
  const process = spawn(tool("esbuild"), ["--serve=127.0.0.1:0", `--servedir=${folder}`], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  for await (const line of createInterface({ input: process.stderr })) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (origin) {
      process.stderr.resume();
      return { origin, process };
    }
  }
  throw new Error("esbuild's server did not start");
}
