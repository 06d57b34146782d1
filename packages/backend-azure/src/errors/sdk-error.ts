import { mayPass, type Pace } from "@kstash/backend-kit";

/** What the SDK puts on its errors (`RestError`). */
interface SdkError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly details?: { readonly errorCode?: string };
  readonly response?: { readonly headers: { get(name: string): string | undefined } };
}

/** Azure's error code (the header `x-ms-error-code`), or the kind of any other error. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code, details } = error as SdkError;
  return details?.errorCode ?? code ?? error.name;
}

/** The HTTP status that Azure answered; `undefined` if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as SdkError | null)?.statusCode;
}

/** Whether it says that there is nothing: no such blob, or no such container. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether it says that another version is there than the condition of the request names. */
export function isReplaced(error: unknown): boolean {
  return statusOf(error) === 412 && nameOf(error) === "ConditionNotMet";
}

/** Whether it may pass: the store is busy or failed, or no answer came. */
export function isTransient(error: unknown): boolean {
  return mayPass(statusOf(error), error);
}

/** How attempts follow one another, as on the other clouds. */
export const pace: Pace = {
  firstMs: 500,
  retryAfterOf: (error) => (error as SdkError | null)?.response?.headers.get("retry-after"),
};
