const NETWORK =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Whether a failure may pass: the store is busy or has failed, or (without a status) no answer came. */
export function mayPass(status: number | undefined, error: unknown): boolean {
  if (status !== undefined) return status === 408 || status === 429 || status >= 500;
  return NETWORK.test(String((error as { code?: unknown } | null)?.code));
}
