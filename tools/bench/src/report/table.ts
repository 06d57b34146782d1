import type { Row } from "./row.js";

const HEADS = ["what", "against", "result", "quartiles", "CPU", "ours / theirs", "target", ""];

/** The rows as a table in Markdown, padded as prettier does it. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.against,
    row.figure,
    row.noise ?? "",
    row.cpu ?? "",
    row.times ?? "",
    row.target ?? "",
    verdict(row),
  ]);
  const widths = HEADS.map((head, column) =>
    Math.max(3, head.length, ...cells.map((line) => line[column]!.length)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => text.padEnd(widths[column]!)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(HEADS), rule, ...cells.map(line)].join("\n");
}

function verdict({ reached }: Row): string {
  if (reached === undefined) return "";
  return reached ? "reached" : "**not reached**";
}
