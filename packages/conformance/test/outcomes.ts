import type { Case } from "../src/index.js";

/** What became of each case, by title: `"passed"`, `"skipped: …"`, or the message it failed with. */
export async function outcomesOf(cases: readonly Case[]): Promise<Map<string, string>> {
  const outcomes = new Map<string, string>();
  for (const { title, run } of cases) {
    let outcome = "passed";
    try {
      await run({ skip: (reason) => void (outcome = `skipped: ${reason}`) });
    } catch (error) {
      outcome = `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
    outcomes.set(title, outcome);
  }
  return outcomes;
}

/** The cases that failed, and with which message. */
export async function failuresOf(cases: readonly Case[]): Promise<Record<string, string>> {
  const failed = [...(await outcomesOf(cases))].filter(([, text]) => text.startsWith("failed: "));
  return Object.fromEntries(failed.map(([title, text]) => [title, text.slice("failed: ".length)]));
}
