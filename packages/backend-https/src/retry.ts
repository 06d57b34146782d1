/** A response that is neither a stash nor its absence. */
export class UnexpectedResponse extends Error {
  override readonly name = "UnexpectedResponse";
  /** Whether trying again may help. */
  readonly transient: boolean;
  /** How long the server asks to wait before that. */
  readonly retryAfterMs: number;

  constructor(message: string, options: { transient?: boolean; retryAfterMs?: number } = {}) {
    super(message);
    this.transient = options.transient ?? false;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

// Node's errors that may pass. Refused addresses, bad certificates and malformed HTTP will not.
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

/** Whether trying again may help. */
export function isTransient(error: unknown): boolean {
  if (error instanceof UnexpectedResponse) return error.transient;
  return TRANSIENT.has((error as NodeJS.ErrnoException).code);
}

const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 2_000;

/**
 * How long to wait after so many failures, in milliseconds. It grows exponentially, with jitter so that
 * many readers do not come back at once, and is never less than the server asks for.
 */
export function delayBefore(failures: number, error: unknown): number {
  const ceiling = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LAST_DELAY_MS);
  const requested = error instanceof UnexpectedResponse ? error.retryAfterMs : 0;
  return Math.max((ceiling * (1 + Math.random())) / 2, requested);
}

/** `Retry-After`, in seconds or as a date (RFC 9110 section 10.2.3), as milliseconds from now. */
export function retryAfterMs(header: unknown): number {
  if (typeof header !== "string") return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? ms : 0;
}
