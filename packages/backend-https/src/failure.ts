/** An answer that is neither the stash nor its absence. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
  /** Whether to ask again may help. */
  readonly transient: boolean;
  /** How long the server asks to wait until then. */
  readonly retryAfterMs: number;

  constructor(message: string, options: { transient?: boolean; retryAfterMs?: number } = {}) {
    super(message);
    this.transient = options.transient ?? false;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

// Of Node's errors, those that the next try may not see: not refused addresses, certificates, bad HTTP.
const TRANSIENT: ReadonlySet<unknown> = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETRESET",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

export function isTransient(error: unknown): boolean {
  if (error instanceof UnexpectedAnswer) return error.transient;
  return TRANSIENT.has((error as NodeJS.ErrnoException).code);
}

const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 2_000;

/**
 * Milliseconds to wait after so many tries: exponential, and jittered so that many readers do not
 * come back at once; never less than the server asks for (Retry-After, RFC 9110 section 10.2.3).
 */
export function delayBefore(tried: number, error: unknown): number {
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (tried - 1), LAST_DELAY_MS);
  const asked = error instanceof UnexpectedAnswer ? error.retryAfterMs : 0;
  return Math.max((ceiling * (1 + Math.random())) / 2, asked);
}
