import type { Storage } from "@google-cloud/storage";
import { type Agents, agentsWithTimeLimit, type Operation, remember } from "@kstash/backend-kit";
import type { GcsOptions } from "../options.js";
import { loadSdk } from "./sdk.js";

/** The SDK's client, and what keeps its connections. */
export interface Connection {
  readonly storage: Storage;
  readonly agents: Agents;
}

/** A connection as one operation uses it. */
export type Session = Connection & Operation;

/** Connects when first asked. A failure is forgotten. */
export function connector(
  { storage, options }: GcsOptions,
  silentMs?: number,
): () => Promise<Connection> {
  return remember(async () => {
    const { Storage } = await loadSdk();
    return { storage: storage ?? new Storage(options), agents: agentsWithTimeLimit(silentMs) };
  });
}
