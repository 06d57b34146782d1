import { isKstashError, type KstashError, type KstashErrorCode } from "@kstash/core";

/** A mistake in the call itself: shown with a pointer to the help. */
export class UsageError extends Error {}

/** Several errors that were met in one call, each shown on a line of its own. */
export class Failures extends Error {
  readonly errors: readonly KstashError[];

  constructor(errors: readonly KstashError[]) {
    super(`${errors.length} failures`);
    this.errors = errors;
  }
}

/** An error of the system (a file that is not there), or whatever else has no number of its own. */
const FAILED = 1;

/** A call that cannot be understood, or asks for what is not possible. */
const USAGE = 2;

/** What a shell reports of a program that SIGPIPE has ended, as it ends `cat`. Node ignores that signal. */
export const CLOSED_OUTPUT = 141;

const EXIT_CODES: Readonly<Record<KstashErrorCode, number>> = {
  INVALID_CONFIG: USAGE,
  STASH_NOT_FOUND: 3,
  STASH_CORRUPTED: 4,
  STASH_TOO_LARGE: 5,
  BACKEND_REMOTE_ERROR: 6,
  UNSUPPORTED_BACKEND: 7,
  UNSUPPORTED_OPERATION: 8,
  INVALID_ADDRESS: 9,
  INVALID_DATA: 10,
};

/** What the command ends with after an error. The README has the table. */
export function exitCodeOf(error: unknown): number {
  if (isUsageError(error)) return USAGE;
  if (error instanceof Failures) return exitCodeOf(error.errors[0]);
  return isKstashError(error) ? EXIT_CODES[error.code] : FAILED;
}

/** What the user is told of an error, a line each; `undefined` where it is a defect of kstash. */
export function linesOf(error: unknown): string[] | undefined {
  if (error instanceof Failures) return error.errors.map(({ message }) => message);
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (isUsageError(error)) return [`${message} (see kstash --help)`];
  return typeof syscall === "string" || isKstashError(error) ? [message] : undefined;
}

function isUsageError(error: unknown): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
}
