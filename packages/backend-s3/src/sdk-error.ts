/** S3's error code, or the kind of the SDK's own error: an error of the SDK has it as its name. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** The HTTP status that S3 answered; `undefined` where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** Whether it says that there is nothing: no such key, or no such bucket. */
export function isAbsent(error: unknown): boolean {
  return statusOf(error) === 404;
}
