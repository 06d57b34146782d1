import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { type Operation, remember } from "@kstash/backend-kit";
import type { S3Options } from "../options.js";
import { loadSdk, type Sdk } from "./sdk.js";

/** The SDK, and the one client of a backend's life. */
export interface Connection {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

/** A connection as one operation uses it. */
export type Session = Connection & Operation;

/** The signal as `client.send` takes it. */
export function until(signal: AbortSignal | undefined) {
  return signal && { abortSignal: signal };
}

// The SDK by default waits without end, even for a server that has gone, and keeps all but 50 requests waiting
// for one of the others to end.
const CONNECTIONS = { maxSockets: 256 };
const LIMITS = {
  connectionTimeout: 10_000,
  socketTimeout: 30_000,
  httpAgent: CONNECTIONS,
  httpsAgent: CONNECTIONS,
};

/**
 * Connects when first asked. A failure is forgotten, so that the next call finds a region that has been
 * set meanwhile.
 */
export function connector({ client, clientConfig }: S3Options): () => Promise<Connection> {
  return remember(async () => {
    const sdk = await loadSdk();
    const connected = client ?? new sdk.S3Client(withLimits(clientConfig));
    // The SDK's own error for a region that is missing has no name to know it by.
    await connected.config.region().catch((cause: unknown) => {
      throw Object.assign(new Error("no AWS region is set", { cause }), { name: "RegionMissing" });
    });
    return { sdk, client: connected };
  });
}

/** What the backend's own client is made with: our limits, unless the config sets others. */
export function withLimits(config: S3ClientConfig = {}): S3ClientConfig {
  const { requestHandler = {} } = config;
  // A ready handler has its own.
  if ("handle" in requestHandler) return config;
  return { ...config, requestHandler: { ...LIMITS, ...requestHandler } };
}
