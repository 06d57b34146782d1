// Runs the blocks of one README in their order, in this process: `node run.mjs BLOCK.mjs …`.
// Each print goes to file descriptor 3 as one line of JSON, so that the parent can tell them apart.
import { writeSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

for (const [block, path] of process.argv.slice(2).entries()) {
  globalThis.print =
    (index) =>
    (...values) =>
      void writeSync(3, `${JSON.stringify({ block, index, text: format(...values) })}\n`);
  try {
    await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    writeSync(3, `${JSON.stringify({ block, index: -1, text: format(error) })}\n`);
  }
}
