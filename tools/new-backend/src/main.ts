// npm run new:backend NAME [folder]
import { resolve } from "node:path";
import { backendName } from "./backend-name.js";
import { writePackage } from "./write-package.js";

const [text, path] = process.argv.slice(2);
if (text === undefined) {
  console.error("usage: npm run new:backend NAME [folder]     (NAME: redis, google-drive, …)");
  process.exit(2);
}
try {
  const name = backendName(text);
  // npm runs scripts in the repo's own folder, and says where it was called.
  const folder = resolve(process.env["INIT_CWD"] ?? ".", path ?? `kstash-backend-${text}`);
  await writePackage(folder, name);
  console.log(`${folder} has the package kstash-backend-${text}. Next:

  cd ${folder}
  npm install
  npm test            kstash's conformance cases, against a Map
  src/index.ts        put your store in the Map's place, and test again
  npm publish`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
