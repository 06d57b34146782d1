/** A signal that fires when the caller's does, or when the time is up. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly leftMs: () => number;
  /** Frees the timer and the listener. */
  readonly clear: () => void;
}

export function timeLimit(ms: number, signal: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const end = performance.now() + ms;
  const stop = () => controller.abort(signal?.aborted ? signal.reason : undefined);
  const timer = setTimeout(stop, ms);
  signal?.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    leftMs: () => end - performance.now(),
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    },
  };
}
