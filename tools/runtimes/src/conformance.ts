import { attempt } from "@kstash/packed";
import type { Conformance } from "./matrix.js";

/** What became of one case of the kit. */
interface Result {
  readonly title: string;
  readonly skipped?: string;
  readonly error?: string;
}

/** Runs the conformance kit on a part, in a runtime. Answers how many cases passed, and what each other one said. */
export async function runKit(
  folder: string,
  command: readonly [string, ...string[]],
  part: Conformance,
  env: NodeJS.ProcessEnv,
): Promise<{ passed: number; failures: string[] }> {
  const outcome = await attempt(folder, [...command, "conformance.mjs", part], env);
  const lines = outcome.stdout.split("\n").filter((line) => line !== "");
  const results = lines.map((line) => JSON.parse(line) as Result);
  const failures = results.flatMap(({ title, error }) => (error ? `${title}: ${error}` : []));
  if (outcome.code !== 0) {
    const last = results.at(-1)?.title ?? "no case";
    failures.push(`it ended after "${last}" with exit code ${outcome.code}: ${outcome.stderr}`);
  }
  return { passed: results.filter(({ error, skipped }) => !error && !skipped).length, failures };
}
