import { writeFileSync } from "node:fs";
import { folder, makeFiles, textOf } from "./files.js";

// The wire format outlives every release: a line that changes here is a promise that was broken.
for (const [name, file] of Object.entries(makeFiles())) {
  writeFileSync(new URL(name, folder), textOf(file as object));
}
