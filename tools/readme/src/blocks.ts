import { readFileSync } from "node:fs";

/** One fenced code block of a Markdown file (CommonMark section 4.5). */
export interface Block {
  readonly file: string;
  /** Of its first line of code, from 1: what a failure points at. */
  readonly line: number;
  /** The info string's words: `["ts"]`, `["ts", "check"]`, `["sh"]`. */
  readonly info: readonly string[];
  readonly code: string;
}

/** The blocks of a Markdown file, in their order. */
export function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; info: string[]; line: number; code: string[] } | undefined;
  for (const [index, text] of readFileSync(file, "utf8").split("\n").entries()) {
    if (open) {
      if (text.trim() === open.fence) {
        blocks.push({ file, line: open.line, info: open.info, code: open.code.join("\n") });
        open = undefined;
      } else open.code.push(text);
      continue;
    }
    const [, fence, info = ""] = /^(`{3,})(.*)$/.exec(text) ?? [];
    if (fence) open = { fence, info: info.trim().split(/\s+/), line: index + 2, code: [] };
  }
  if (open) throw new Error(`${file}:${open.line}: a code block is not closed`);
  return blocks;
}
