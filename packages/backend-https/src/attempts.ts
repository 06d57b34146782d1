import { BackendRemoteError, isKstashError } from "@kstash/core";
import { delayBefore, isTransient } from "./retry.js";
import type { Settings } from "./settings.js";

/** The time limit and the retries of one `get`, shared by all of its steps. */
export class Attempts {
  readonly #settings: Settings;
  readonly #subject: string;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #limit = new AbortController();
  readonly #abort = () => this.#limit.abort();
  #leftMs: number;
  #failures = 0;
  #lastFailure: unknown;

  /** @param subject the link as messages show it */
  constructor(settings: Settings, subject: string, signal: AbortSignal | undefined) {
    this.#settings = settings;
    this.#subject = subject;
    this.#leftMs = settings.timeoutMs;
    this.#callerSignal = signal;
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /**
   * Runs one step, and again after a failure that may pass. Only this time counts towards the limit, not
   * what the reader of a stream takes between two steps.
   *
   * @param step is given a signal that fires when the caller's does, or when the time is up
   * @throws {BackendRemoteError} with the last failure as its cause
   */
  async run<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#callerSignal?.throwIfAborted();
    const { signal } = this.#limit;
    const end = performance.now() + this.#leftMs;
    const timer = setTimeout(this.#abort, this.#leftMs);
    try {
      for (;;) {
        try {
          return await step(signal);
        } catch (error) {
          if (signal.aborted || isKstashError(error)) throw error;
          await this.#waitToRetry(error, end);
        }
      }
    } catch (error) {
      if (this.#callerSignal?.aborted) throw this.#callerSignal.reason;
      if (!signal.aborted) throw error;
      const { timeoutMs, scheme } = this.#settings;
      throw new BackendRemoteError(
        `could not read ${this.#subject} in ${timeoutMs} ms: ${scheme}({ timeoutMs }) allows more`,
        { cause: this.#lastFailure },
      );
    } finally {
      clearTimeout(timer);
      this.#leftMs = end - performance.now();
    }
  }

  /** Removes the listener from the caller's signal. */
  end(): void {
    this.#callerSignal?.removeEventListener("abort", this.#abort);
  }

  async #waitToRetry(error: unknown, end: number): Promise<void> {
    this.#failures += 1;
    this.#lastFailure = error;
    const delay = delayBefore(this.#failures, error);
    const isFinal = !isTransient(error) || this.#failures > this.#settings.retries;
    if (isFinal || delay >= end - performance.now()) {
      throw failed(this.#subject, this.#failures, error);
    }
    await sleep(delay, this.#limit.signal);
  }
}

function failed(subject: string, attempts: number, cause: unknown): BackendRemoteError {
  // If a name has several addresses, Node's AggregateError has a code and no message.
  const { message, code } = cause as NodeJS.ErrnoException;
  const why = message || code || "no reason given";
  const times = attempts > 1 ? ` (tried ${attempts} times)` : "";
  return new BackendRemoteError(`could not read ${subject}: ${why}${times}`, { cause });
}

/** Waits so many milliseconds, or until the signal fires. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let wake = () => {};
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const timer = setTimeout(wake, ms);
  signal.addEventListener("abort", wake, { once: true });
  await woken;
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
  signal.throwIfAborted();
}
