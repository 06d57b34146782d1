import { tracingChannel, type TracingChannel } from "node:diagnostics_channel";
import type { Await } from "./backend.js";
import { isKstashError } from "./errors.js";

/**
 * What subscribers of the tracing channels `kstash:create`, `kstash:retrieve`, `kstash:share` and
 * `kstash:remove` are given: never the data, never the query of an address. Fields are filled in as
 * they become known; `outcome` is there from `asyncStart` (or `error`) on, `error` where it failed.
 */
export interface TraceEvent {
  readonly operation: Operation;
  scheme: string | undefined;
  namespace: string | undefined;
  name: string | undefined;
  /** The length of the encoded payload. */
  bytes: number | undefined;
  /** `"success"`, the `code` of a kstash error, or the `name` of another (`"AbortError"`). */
  outcome?: string;
  error?: unknown;
}

export type Operation = "create" | "retrieve" | "share" | "remove";

// Channels are the platform's own registry: made once, they cost nothing while nobody listens.
const channels: Record<Operation, TracingChannel<TraceEvent>> = {
  create: tracingChannel("kstash:create"),
  retrieve: tracingChannel("kstash:retrieve"),
  share: tracingChannel("kstash:share"),
  remove: tracingChannel("kstash:remove"),
};

/**
 * Runs an operation under its channel. Not by `tracePromise`, which would hand the result, and so
 * the data or a signed link, to every subscriber.
 */
export function traced<T>(operation: Operation, run: (event: TraceEvent) => Await<T>): Promise<T> {
  // Made whole: an object that grows is made anew several times.
  const event: TraceEvent = {
    operation,
    scheme: undefined,
    namespace: undefined,
    name: undefined,
    bytes: undefined,
  };
  const channel = channels[operation];
  if (!hasSubscribers(channel)) return promised(event, run);
  return channel.start.runStores(event, () => {
    const result = settle(channel, event, run);
    channel.end.publish(event);
    return result;
  });
}

// Small, since an async function takes memory for each of its variables; what is thrown is a rejection.
async function promised<T>(event: TraceEvent, run: (event: TraceEvent) => Await<T>): Promise<T> {
  return run(event);
}

async function settle<T>(
  channel: TracingChannel<TraceEvent>,
  event: TraceEvent,
  run: (event: TraceEvent) => Await<T>,
): Promise<T> {
  try {
    const result = await promised(event, run);
    event.outcome = "success";
    return result;
  } catch (error) {
    event.outcome = isKstashError(error) ? error.code : nameOf(error);
    event.error = error;
    channel.error.publish(event);
    throw error;
  } finally {
    channel.asyncStart.publish(event);
    channel.asyncEnd.publish(event);
  }
}

function hasSubscribers(channel: TracingChannel<TraceEvent>): boolean {
  return (
    channel.start.hasSubscribers ||
    channel.end.hasSubscribers ||
    channel.asyncStart.hasSubscribers ||
    channel.asyncEnd.hasSubscribers ||
    channel.error.hasSubscribers
  );
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | undefined)?.name ?? typeof error);
}
