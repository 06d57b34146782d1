#!/usr/bin/env node
// Makes a package's `dist` anew: one file for each entry of its package.json, and one beside them with
// what several entries share. A program with kstash starts a fifth sooner than with a file for each
// module. What the package depends on stays an import, nothing is minified, and the types are left to `tsc`.
//
// An entry with the condition "browser" is bundled once more, into `dist/browser`, with the package's
// `#platform` for it. Development dependencies that are used there become part of it, and LICENSES.txt beside it
// has their licences.
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";

const manifest = JSON.parse(await readFile("package.json", "utf8"));
const { exports, bin = {}, dependencies = {}, peerDependencies = {} } = manifest;
const entries = Object.values(exports).filter((entry) => entry["@kstash/source"]);
const commands = Object.values(bin);
const installed = Object.keys({ ...dependencies, ...peerDependencies });

await rm("dist", { recursive: true, force: true });
await write("dist", "node", [
  ...entries.map((entry) => entry["@kstash/source"]),
  ...commands.map((file) => file.replace(/^dist\/(.*)\.js$/, "src/$1.ts")),
]);
for (const command of commands) await chmod(command, 0o755);

const browserEntries = entries.filter((entry) => entry.browser);
if (browserEntries.length > 0) {
  const sources = browserEntries.map((entry) => entry["@kstash/source"]);
  const licences = await licencesOf(await write("dist/browser", "browser", sources));
  if (licences) await writeFile("dist/browser/LICENSES.txt", licences);
}

/** Whether a module is of a package that is installed along with this one. */
function isInstalled(id) {
  return installed.some((name) => id === name || id.startsWith(`${name}/`));
}

/** Bundles entries for a platform, and gives the paths of all modules that are part of what was written. */
async function write(dir, platform, sources) {
  const bundle = await rolldown({
    input: Object.fromEntries(
      sources.map((source) => [source.replace(/^(?:\.\/)?src\/(.*)\.ts$/, "$1"), source]),
    ),
    platform,
    external: platform === "node" ? /^[^./#]/ : isInstalled,
    transform: { target: platform === "node" ? "node20.19" : "es2022" },
  });
  const { output } = await bundle.write({
    dir,
    format: "esm",
    chunkFileNames: "shared-[hash].js",
    hashCharacters: "hex",
    sourcemap: true,
    // The sources are in the package.
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  return output.flatMap(({ moduleIds = [] }) => moduleIds);
}

/** The licences of the packages that modules are of. */
async function licencesOf(modules) {
  const packages = new Set(
    modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  const texts = await Promise.all(
    [...packages].map(async (folder) => {
      const [{ name, version }, text] = await Promise.all([
        readFile(`${folder}/package.json`, "utf8").then(JSON.parse),
        readFile(`${folder}/LICENSE`, "utf8"),
      ]);
      return `${name} ${version}\n\n${text}`;
    }),
  );
  return texts.join("\n\n");
}
