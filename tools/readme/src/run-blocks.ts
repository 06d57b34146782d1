import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { S3Server } from "@kstash/s3-server";
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

/** A module to preload: it leads AWS's host names to the servers that {@link amazonEnvironment} names. */
export const amazon = fileURLToPath(new URL("../src/amazon.mjs", import.meta.url));

/** What leads programs to servers in AWS's place. Both have to be of HTTPS. */
export function amazonEnvironment(
  s3: Pick<S3Server, "endpoint" | "region" | "credentials">,
  sqs: { readonly endpoint: string },
  caPath: string,
): NodeJS.ProcessEnv {
  return {
    NODE_EXTRA_CA_CERTS: caPath,
    README_S3_PORT: new URL(s3.endpoint).port,
    README_SQS_PORT: new URL(sqs.endpoint).port,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
}

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
