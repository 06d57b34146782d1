import { attempt } from "@kstash/packed";
import type { Conformance } from "./matrix.js";
import type { Worker } from "./workerd.js";

/** What became of a part in the conformance kit: how many cases passed, and what each other one said. */
export interface Verdict {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Runs the kit as a program. */
export async function runProgram(
  folder: string,
  command: readonly [string, ...string[]],
  part: Conformance,
  env: NodeJS.ProcessEnv,
): Promise<Verdict> {
  const { code, stdout, stderr } = await attempt(
    folder,
    [...command, "conformance.mjs", part],
    env,
  );
  return verdictOf(stdout, code === 0 ? undefined : `exit code ${code}: ${stderr}`);
}

/** Runs the kit in a Worker. */
export async function askWorker({ url }: Worker, part: Conformance): Promise<Verdict> {
  const response = await fetch(`${url}/${part}`);
  const text = await response.text();
  return verdictOf(
    response.ok ? text : "",
    response.ok ? undefined : `${response.status}: ${text}`,
  );
}

/** @param end how it ended before its time, if it did */
function verdictOf(text: string, end: string | undefined): Verdict {
  const lines = text.split("\n").filter((line) => line !== "");
  const results = lines.map(
    (line) => JSON.parse(line) as { title: string; skipped?: string; error?: string },
  );
  const failures = results.flatMap(({ title, error }) => (error ? `${title}: ${error}` : []));
  if (end !== undefined) {
    failures.push(`it ended after "${results.at(-1)?.title ?? "no case"}" with ${end}`);
  }
  return { passed: results.filter(({ error, skipped }) => !error && !skipped).length, failures };
}
