// Lets a process of its own run the sources as they stand: Node's own hooks, and esbuild, which
// is ready in a tenth of the time that the compiler takes.
// `node --conditions=@kstash/source --import=@kstash/jest/typescript script.ts`.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { transform } from "esbuild";

if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const ours = /^\.{1,2}\//.test(specifier) && context.parentURL?.endsWith(".ts");
  return next(ours ? specifier.replace(/\.js$/, ".ts") : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const source = await readFile(new URL(url), "utf8");
  const { code } = await transform(source, { loader: "ts", target: "es2022" });
  return { format: "module", source: code, shortCircuit: true };
}
