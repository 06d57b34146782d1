import { tracingChannel } from "#platform";
import { isKstashError } from "./errors.js";
import type { Channel } from "./platform/platform.js";

/**
 * What subscribers of the tracing channels `kstash:create`, `kstash:retrieve`, `kstash:share` and
 * `kstash:remove` are given: never the data, never the query of an address. Fields are filled in as
 * they become known; `outcome` is there from `asyncStart` (or `error`) on, `error` where it failed. A browser
 * has no such channels.
 */
export interface TraceEvent {
  readonly operation: "create" | "retrieve" | "share" | "remove";
  /** The name of the backend that was asked (last): one of the config's, and no other word. */
  scheme?: string;
  namespace?: string;
  name?: string;
  /** The length of the encoded payload. */
  bytes?: number;
  /** The name of the codec that wrote the payload, or reads it: one of those that this kstash has. */
  codec?: string;
  /** `"success"`, the `code` of a kstash error, or the `name` of another (`"AbortError"`). */
  outcome?: string;
  error?: unknown;
  /** The operation itself. A subscriber of `start` may wrap it, to run it in a context of its own. */
  run: () => Promise<void>;
}

type Operation = TraceEvent["operation"];

// Channels are the platform's own registry: made once, they cost nothing while nobody listens.
const channels: Record<Operation, Channel> = {
  create: tracingChannel("kstash:create"),
  retrieve: tracingChannel("kstash:retrieve"),
  share: tracingChannel("kstash:share"),
  remove: tracingChannel("kstash:remove"),
};

/** Runs an operation under its channel, whose subscribers never see the result: it holds the data. */
export async function traced<T>(
  operation: Operation,
  run: (event: TraceEvent) => Promise<T>,
): Promise<T> {
  let result: T | undefined;
  const event: TraceEvent = {
    operation,
    run: async () => {
      try {
        result = await run(event);
        event.outcome = "success";
      } catch (error) {
        event.outcome = isKstashError(error)
          ? error.code
          : String((error as Error)?.name ?? typeof error);
        throw error;
      }
    },
  };
  await channels[operation].tracePromise(() => event.run(), event);
  return result as T;
}
