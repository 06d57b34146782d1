import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const packages = join(here, "../../..");

/**
 * Child processes run plain JavaScript: core, this package and the scripts beside this file, compiled
 * into `folder` as they would be installed there.
 */
export async function buildChildren(folder: string): Promise<void> {
  for (const name of ["core", "backend-file"]) {
    const installed = join(folder, "node_modules/@kstash", name);
    await compile(join(packages, name, "src"), installed);
    const imports = { "#platform": "./platform/node.js" };
    const manifest = { name: `@kstash/${name}`, type: "module", exports: "./index.js", imports };
    await writeFile(join(installed, "package.json"), JSON.stringify(manifest));
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const name of await readdir(here)) {
    if (name.endsWith(".js")) await copyFile(join(here, name), join(folder, name));
  }
}

async function compile(from: string, to: string): Promise<void> {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry;
    if (entry.isDirectory()) {
      await compile(join(from, name), join(to, name));
      continue;
    }
    const source = await readFile(join(from, name), "utf8");
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    await writeFile(join(to, name.replace(/\.ts$/, ".js")), outputText);
  }
}
