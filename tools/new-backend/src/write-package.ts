import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rangesOf } from "./ranges.js";
import type { BackendName } from "./backend-name.js";

const template = fileURLToPath(new URL("../template", import.meta.url));

/**
 * Writes a whole package into a folder: source, conformance test, package.json, README.
 *
 * @throws {Error} for a folder that is not empty: nothing is overwritten
 */
export async function writePackage(folder: string, { name, factory }: BackendName): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = await readdir(folder);
  if (there.length > 0) {
    throw new Error(`${folder} is not empty (it has ${there[0]}): give the path of a new folder`);
  }
  const ranges = await rangesOf();
  for (const path of await filesOf(template)) {
    const text = (await readFile(join(template, path), "utf8"))
      .replaceAll("__name__", name)
      .replaceAll("__factory__", factory)
      .replaceAll(/__range:(.+?)__/g, (_, dependency: string) => ranges[dependency] ?? "*");
    // npm and git would read it in the template's own folder.
    const target = join(folder, path === "gitignore" ? ".gitignore" : path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
