// Runs blocks as the programs that they are, one after the other: `node run.mjs BLOCK.mjs…`. Each print goes to
// the file README_PRINTS as one line of JSON, so that the parent can tell them apart. (A file, as not every
// runtime lets a program write to a descriptor that it inherits.)
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

for (const [block, path] of process.argv.slice(2).entries()) {
  const say = (index, ...values) => {
    const line = JSON.stringify({ block, index, text: format(...values) });
    appendFileSync(process.env.README_PRINTS, `${line}\n`);
  };
  globalThis.print =
    (index) =>
    (...values) =>
      say(index, ...values);
  try {
    await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    say(-1, error);
  }
}
