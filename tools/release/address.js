#!/usr/bin/env node
// Writes the repository's address into the package.json of each published package: `repository` (npm checks
// the provenance against it, and resolves a README's relative links by it), `homepage` and `bugs`. In the
// source it stands in the root's package.json alone, so this runs in a checkout that is thrown away, right
// before `changeset publish`. A `prepack` script would not do: npm publish reads package.json again after
// `postpack`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const { repository } = read("package.json");
const page = repository.url.replace(/^git\+/, "").replace(/\.git$/, "");

for (const folder of readdirSync("packages")) {
  const directory = `packages/${folder}`;
  const path = join(directory, "package.json");
  const manifest = read(path);
  if (manifest.private) continue;
  const address = {
    homepage: `${page}/tree/main/${directory}#readme`,
    bugs: `${page}/issues`,
    repository: { ...repository, directory },
  };
  writeFileSync(path, `${JSON.stringify({ ...manifest, ...address }, null, 2)}\n`);
}
