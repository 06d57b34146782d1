/** S3's error code, or the kind of the SDK's own error: the SDK uses either as the error's name. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** The HTTP status that S3 answered; `undefined` if there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** Whether it says that there is nothing: no such key, or no such bucket. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Whether another write or removal of the same key was under way: S3 asks to try again. */
export function isConflict(error: unknown): boolean {
  return nameOf(error) === "ConditionalRequestConflict";
}
