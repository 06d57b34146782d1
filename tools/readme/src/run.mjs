// Runs one block as the program that it is: `node run.mjs BLOCK.mjs`. Each print goes to file
// descriptor 3 as one line of JSON, so that the parent can tell them apart.
import { writeSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

globalThis.print =
  (index) =>
  (...values) =>
    void writeSync(3, `${JSON.stringify({ index, text: format(...values) })}\n`);
try {
  await import(pathToFileURL(resolve(process.argv[2])).href);
} catch (error) {
  writeSync(3, `${JSON.stringify({ index: -1, text: format(error) })}\n`);
}
