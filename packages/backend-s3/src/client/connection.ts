import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import type { S3Options } from "../options.js";
import { remember } from "../async/remember.js";
import { loadSdk, type Sdk } from "./sdk.js";

/** The SDK, and the one client of a backend's life. */
export interface Connection {
  readonly sdk: Sdk;
  readonly client: S3Client;
}

// The SDK waits without end by default, also for a server that has gone.
const TIME_LIMITS = { connectionTimeout: 10_000, socketTimeout: 30_000 };

/**
 * Connects when first asked. A failure is forgotten, so that the next call finds a region or a package
 * that has been set or installed meanwhile.
 */
export function connector({ client, clientConfig }: S3Options): () => Promise<Connection> {
  return remember(async () => {
    const sdk = await loadSdk();
    const connected = client ?? new sdk.S3Client(withTimeLimits(clientConfig));
    await checkRegion(connected);
    return { sdk, client: connected };
  });
}

/** What the backend's own client is made with: our time limits, where the config sets no others. */
export function withTimeLimits(config: S3ClientConfig = {}): S3ClientConfig {
  const { requestHandler = {} } = config;
  // A handler that is there already has its own.
  if ("handle" in requestHandler) return config;
  return { ...config, requestHandler: { ...TIME_LIMITS, ...requestHandler } };
}

// The SDK's own error for this has no name to know it by.
async function checkRegion({ config }: S3Client): Promise<void> {
  try {
    await config.region();
  } catch (cause) {
    throw Object.assign(new Error("no AWS region is set", { cause }), { name: "RegionMissing" });
  }
}
