/** One duty of the contract, as a test: its title is a sentence, its run rejects where the duty is not met. */
export interface Case {
  readonly title: string;
  /**
   * Give it to the runner as it is, `test(title, run)`: it declares no parameter, so no runner takes
   * it for one that calls back. What a runner passes is used for `skip` alone.
   *
   * @throws {AssertionError} of `node:assert`, whose message says what the contract asks
   */
  readonly run: (context?: CaseContext) => Promise<void>;
}

/** What `run` takes of a runner: the test contexts of node:test and Vitest fit as they are. */
export interface CaseContext {
  /** Told why a case has nothing to check here (the backend has no such method). Else it passes. */
  skip?(reason: string): void;
}

/** Titles and what they promise, of one subject. */
export type Duties<Stage> = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

/** Thrown by a duty that has nothing to check here. */
class Skipped extends Error {}

/** Ends a case that has nothing to check here. */
export function skip(reason: string): never {
  throw new Skipped(reason);
}

/** Cases of duties, each with a stage of its own that is closed afterwards, whatever came. */
export function toCases<Stage>(
  duties: Duties<Stage>,
  open: (index: number) => Promise<Stage>,
  close: (stage: Stage) => Promise<void> = async () => undefined,
): Case[] {
  return Object.entries(duties).map(([title, duty], index) => ({
    title,
    run: async (...[context]: [context?: CaseContext]) => {
      const stage = await open(index);
      let reason: string | undefined;
      try {
        await duty(stage);
      } catch (error) {
        if (!(error instanceof Skipped)) {
          // The failed duty is what the author has to know; a clean-up that fails as well is not.
          await close(stage).catch(() => undefined);
          throw error;
        }
        reason = error.message;
      }
      await close(stage);
      if (reason !== undefined) context?.skip?.(reason);
    },
  }));
}
