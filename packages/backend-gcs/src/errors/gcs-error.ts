import { mayPass, type Pace } from "@kstash/backend-kit";

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
  /** How long the store asks to wait, by its header `Retry-After`. */
  readonly retryAfter: string | undefined;

  constructor(status: number, body: string, retryAfter?: string) {
    const { error } = parsed(body);
    super(error?.message ?? body.slice(0, 1000));
    // Whose reason is "invalid", as of any other bad request.
    const isOther = /MD5 hash .* doesn't match/.test(this.message);
    this.name = isOther ? "Md5Mismatch" : (error?.errors?.[0]?.reason ?? "GcsError");
    this.status = status;
    this.retryAfter = retryAfter;
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

/** How attempts follow one another ("Retry strategy", Cloud Storage). */
export const pace: Pace = {
  firstMs: 500,
  retryAfterOf: (error) => (error instanceof GcsError ? error.retryAfter : undefined),
};

/** Whether it may pass: the store is busy or failed, or no answer came. */
export function isTransient(error: unknown): boolean {
  return mayPass(statusOf(error), error);
}

function parsed(body: string): ErrorBody {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
