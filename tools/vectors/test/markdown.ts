import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../../packages/core/WIRE.md", import.meta.url), "utf8");

/** The fenced blocks of WIRE.md in a language. */
export function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(
    ([, text]) => text!,
  );
}

/** The rows of the table of WIRE.md with these columns; the code in a cell stands for the cell. */
export function rows(...columns: readonly string[]): string[][] {
  const lines = page.split("\n");
  const isHead = (line: string) => cells(line).join() === columns.join();
  const start = lines.findIndex(isHead);
  if (start < 0) throw new Error(`WIRE.md has no table of ${columns.join(", ")}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map(cells);
}

function cells(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => /^`([^]*)`$/.exec(cell.trim())?.[1] ?? cell.trim());
}
