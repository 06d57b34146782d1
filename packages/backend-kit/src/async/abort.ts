/**
 * The promise's outcome, or a rejection with the signal's reason as soon as that fires: the SDK does
 * not heed a signal while it waits for credentials.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const unlink = onAbort(signal, reject);
    promise.then(resolve, reject).finally(unlink);
  });
}

/** Calls back with the signal's reason once it fires, or at once if it has fired; returns how to stop listening. */
export function onAbort(
  signal: AbortSignal | undefined,
  callback: (reason: unknown) => void,
): () => void {
  const listener = () => callback(signal?.reason);
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener, { once: true });
  return () => signal?.removeEventListener("abort", listener);
}
