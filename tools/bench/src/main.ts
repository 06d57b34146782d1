#!/usr/bin/env node
// Measures everything, or the groups that are named, and writes RESULTS.md and RESULTS.svg:
//   npm run bench [-- [--quick] [GROUP]…]
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { groups } from "./groups/index.js";
import { Progress } from "./harness/progress.js";
import { chart } from "./report/chart.js";
import { pageOf, type Result } from "./report/results.js";
import { tableOf } from "./report/table.js";

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const { quick } = values;
const unknown = positionals.find((name) => !groups.some((group) => group.name === name));
if (unknown !== undefined) {
  const names = groups.map(({ name }) => name).join(", ");
  console.error(`there is no group "${unknown}"; the groups are ${names}`);
  process.exit(2);
}

const chosen = groups.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const progress = new Progress();
const results: Result[] = [];
for (const [index, group] of chosen.entries()) {
  const label = `${index + 1} of ${chosen.length}, ${group.name}`;
  progress.done(`${label}: begins`);
  const findings = await group.run({
    quick,
    progress: (text) => progress.show(`${label}: ${text}`),
  });
  results.push([group, findings]);
  console.log(`\n${group.title}\n\n${tableOf(findings.rows)}\n`);
}

// Some groups alone are a look at something, not the state of the project.
if (chosen.length === groups.length) {
  const folder = new URL("../", import.meta.url);
  const rows = results.flatMap(([, findings]) => findings.rows);
  const curves = results.flatMap(([, findings]) => findings.curves ?? []);
  await writeFile(new URL("RESULTS.md", folder), pageOf(results, quick, progress.seconds));
  await writeFile(new URL("RESULTS.svg", folder), chart(rows, curves));
  progress.done("wrote tools/bench/RESULTS.md and RESULTS.svg");
}
