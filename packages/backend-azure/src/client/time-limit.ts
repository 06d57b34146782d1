import type { Pipeline } from "@azure/storage-blob";
import { agentsWithTimeLimit } from "@kstash/backend-kit";

/**
 * Lets a client give up on a connection that is silent for 30 s, so that the SDK tries again. Requests
 * that have an agent, as behind a proxy, keep that.
 */
export function withTimeLimit(pipeline: Pipeline, silentMs?: number): Pipeline {
  const agents = agentsWithTimeLimit(silentMs);
  pipeline.factories.push({
    create: (next) => ({
      sendRequest(request) {
        request.agent ??= agents[new URL(request.url).protocol as keyof typeof agents];
        return next.sendRequest(request);
      },
    }),
  });
  return pipeline;
}
