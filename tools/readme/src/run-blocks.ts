import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Block } from "./blocks.js";
import { matches, programOf } from "./program.js";

/** What the programs of a README run in. */
export interface Surroundings {
  /** The command line of a runtime, up to the script: `["node"]`, `["deno", "run", "-A"]`. */
  readonly runtime: readonly [string, ...string[]];
  /** Where the programs are written: what they import is installed here or above. */
  readonly folder: string;
  /** Where they run: each run has a new folder below it, which is its home. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Print {
  readonly block: number;
  /** Which of the block's prints, counted in its text; -1 for what it threw. */
  readonly index: number;
  readonly text: string;
}

const runner = fileURLToPath(new URL("../src/run.mjs", import.meta.url));

/** Runs TypeScript blocks in one process, one after the other, and answers where what they print is not what they say. */
export async function faultsOf(
  blocks: readonly Block[],
  { runtime: [program, ...args], folder, home, env }: Surroundings,
): Promise<string[]> {
  const programs = blocks.map((block) => programOf(block.code));
  const sources = await mkdtemp(join(folder, "blocks-"));
  const paths = blocks.map((block) => join(sources, `line-${block.line}.mjs`));
  for (const [index, path] of paths.entries()) await writeFile(path, programs[index]!.code);

  const cwd = await mkdtemp(join(home, "cwd-"));
  const printsPath = join(cwd, ".prints");
  await writeFile(printsPath, "");
  const failure = await new Promise<Error | null>((resolve) => {
    const environment = { PATH: process.env["PATH"], HOME: cwd, ...env, README_PRINTS: printsPath };
    const child = execFile(
      program,
      [...args, runner, ...paths],
      { cwd, env: environment },
      (error) => resolve(error),
    );
    child.stdin?.end();
  });
  if (failure) return [failure.message];

  const lines = (await readFile(printsPath, "utf8")).split("\n").filter((line) => line !== "");
  const prints = lines.map((line) => JSON.parse(line) as Print);
  return blocks.flatMap(({ line }, block) => {
    const own = prints.filter((print) => print.block === block);
    const thrown = own.filter(({ index }) => index === -1);
    if (thrown.length > 0) return thrown.map(({ text }) => `line ${line} threw ${text}`);
    return programs[block]!.expected.flatMap((comment, n) => {
      const printed = own.filter(({ index }) => index === n).map(({ text }) => text);
      const text = printed.join("\n");
      if (comment === undefined || matches(comment, text)) return [];
      return `line ${line} says it prints\n${comment}\nand prints\n${text}`;
    });
  });
}
