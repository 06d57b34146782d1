/** The errors of an answer ("HTTP status and error codes for JSON", Cloud Storage). */
interface ErrorBody {
  readonly error?: {
    readonly message?: string;
    readonly errors?: readonly { readonly reason?: string }[];
  };
}

/** An answer that says no. */
export class GcsError extends Error {
  /** The reason in the store's own word, as `notFound`. */
  override readonly name: string;
  readonly status: number;

  constructor(status: number, body: string) {
    const { error } = parsed(body);
    super(error?.message ?? body.slice(0, 1000));
    this.name = error?.errors?.[0]?.reason ?? "GcsError";
    this.status = status;
  }
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof GcsError ? error.status : undefined;
}

/** Whether it says that there is nothing: no such object, or no such bucket. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether the condition of the request does not hold. */
export function isReplaced(error: unknown): boolean {
  return statusOf(error) === 412;
}

const NETWORK =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Whether it may pass: the store is busy or failed, or no answer came. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status === 408 || status === 429 || status >= 500;
  return NETWORK.test(String((error as { code?: unknown } | null)?.code));
}

function parsed(body: string): ErrorBody {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
