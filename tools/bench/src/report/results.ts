import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import type { Findings, Group } from "../harness/group.js";
import { size } from "./figures.js";
import { tableOf } from "./table.js";

export type Result = readonly [group: Group, findings: Findings];

/** What was found, as a page of Markdown beside its chart. */
export function pageOf(results: readonly Result[], quick: boolean, seconds: number): string {
  const targets = results.flatMap(([, { rows }]) => rows).filter((row) => row.target !== undefined);
  const reached = targets.filter((row) => row.reached).length;
  return [
    "# Results",
    `${reached} of ${targets.length} targets reached. Made by \`npm run bench${quick ? " -- --quick" : ""}\` in ${Math.round(seconds / 60)} minutes: Node ${process.versions.node} on ${platform()} ${arch()}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}), ${size(totalmem())} of memory; the load was ${loadavg()[2]?.toFixed(1)} over the last quarter of an hour, of which the benchmark itself makes 1 to 2.`,
    "Ratios of time, ours to theirs, since machines differ: the median over the rounds, and the quartiles as its noise. In each round all of one comparison run one after another, so that what slows the machine slows them alike. CPU is the same ratio in CPU time of this process, which does not count what other processes do. How each is measured stands in the README.",
    "![Ratios and growth](RESULTS.svg)",
    ...results.flatMap(sectionOf),
  ]
    .join("\n\n")
    .concat("\n");
}

function sectionOf([{ name, title }, { rows, notes = [] }]: Result): string[] {
  const limits = rows
    .filter(({ reached, why }) => reached === false && why !== undefined)
    .map(({ what, against, why }) => `- ${what}, against ${against}: ${why}.`);
  const missed = limits.length > 0 ? [`What stands in the way:\n\n${limits.join("\n")}`] : [];
  return [`## ${title} (\`${name}\`)`, tableOf(rows), ...missed, ...notes];
}
