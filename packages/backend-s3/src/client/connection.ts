import type { S3Client } from "@aws-sdk/client-s3";
import { type Operation, remember } from "@kstash/backend-kit";
import type { S3Options } from "../options.js";
import { ownClient } from "./own-client.js";

/** The one client of a backend's life. */
export interface Connection {
  readonly client: S3Client;
}

/** A connection as one operation uses it. */
export type Session = Connection & Operation;

/** The signal as `client.send` takes it. */
export function until(signal: AbortSignal | undefined) {
  return signal && { abortSignal: signal };
}

/**
 * Connects when first asked. A failure is forgotten, so that the next call finds a region that has been
 * set meanwhile.
 */
export function connector({ client, clientConfig }: S3Options): () => Promise<Connection> {
  return remember(async () => {
    const connected = client ?? ownClient(clientConfig);
    // The SDK's own error for a region that is missing has no name to know it by.
    await connected.config.region().catch((cause: unknown) => {
      throw Object.assign(new Error("no AWS region is set", { cause }), { name: "RegionMissing" });
    });
    return { client: connected };
  });
}
