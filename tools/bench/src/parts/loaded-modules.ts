import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const hooks = `
import { writeSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  writeSync(2, "loads " + found.url + "\\n");
  return found;
}`;
const dataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
const register = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hooks))});`;

/** The URLs of all ES modules that one of the programs in `children` loads. */
export async function loadedModules(name: string): Promise<string[]> {
  const program = fileURLToPath(new URL(`../children/${name}.js`, import.meta.url));
  const { stderr } = await promisify(execFile)(process.execPath, [
    "--import",
    dataUrl(register),
    program,
  ]);
  return [...stderr.matchAll(/^loads (.+)$/gm)].map(([, url]) => url!);
}
