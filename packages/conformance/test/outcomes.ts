import type { Case } from "../src/index.js";

/** What became of each case, by title: `"passed"`, `"skipped: …"`, or the message it failed with. */
export async function outcomesOf(cases: readonly Case[]): Promise<Map<string, string>> {
  // At once, since cases depend on no order.
  const outcomes = await Promise.all(
    cases.map(async ({ title, run }): Promise<[string, string]> => {
      let outcome = "passed";
      try {
        await run({ skip: (reason) => void (outcome = `skipped: ${reason}`) });
      } catch (error) {
        outcome = `failed: ${duty(error)}`;
      }
      return [title, outcome];
    }),
  );
  return new Map(outcomes);
}

/** The cases that failed, and with which message. */
export async function failuresOf(cases: readonly Case[]): Promise<Record<string, string>> {
  const failed = [...(await outcomesOf(cases))].filter(([, text]) => text.startsWith("failed: "));
  return Object.fromEntries(failed.map(([title, text]) => [title, text.slice("failed: ".length)]));
}

/** Behind the duty node:assert shows what it compared. */
function duty(error: unknown): string {
  return (error as Error).message.split("\n", 1)[0] ?? "";
}
