import type { Pipeline } from "@azure/storage-blob";
import { agentsWithTimeLimit, retry } from "@kstash/backend-kit";
import { isTransient, pace } from "../errors/sdk-error.js";

/** What a client does besides the SDK. */
export interface Patience {
  /** How often a request is sent while the store or the network fails. */
  readonly attempts: number;
  /** Default: 30 s. */
  readonly silentMs?: number;
}

/**
 * Lets a client give up on a connection that is silent for 30 s, which the SDK waits for without end, and
 * send again what may pass. The SDK by itself takes no notice of `Retry-After`, and never sends again
 * what was answered 429. Requests that have an agent, as behind a proxy, keep that.
 */
export function withPatience(pipeline: Pipeline, { attempts, silentMs }: Patience): Pipeline {
  const agents = agentsWithTimeLimit(silentMs);
  pipeline.factories.push({
    create: (next) => ({
      sendRequest(request) {
        request.agent ??= agents[new URL(request.url).protocol as keyof typeof agents];
        const signal = request.abortSignal as AbortSignal | undefined;
        return retry(attempts, signal, isTransient, () => next.sendRequest(request), pace);
      },
    }),
  });
  return pipeline;
}
