import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { rememberSteps } from "./steps.js";

/** The backend's own client, where the user gives none. Nobody else has it in hand. */
export function ownClient(config: S3ClientConfig | undefined): S3Client {
  // `cacheMiddleware` would let requests to different buckets that are under way at once share what is known of one.
  const client = new S3Client({ ...withLimits(config), cacheMiddleware: false });
  rememberSteps(client);
  layOut(client.config);
  return client;
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

/** Our limits, unless the config sets others. */
export function withLimits(config: S3ClientConfig = {}): S3ClientConfig {
  const { requestHandler = {} } = config;
  // A ready handler has its own.
  if ("handle" in requestHandler) return config;
  return { ...config, requestHandler: { ...LIMITS, ...requestHandler } };
}

/**
 * Makes an object quick to copy. The SDK copies its config, some seventy fields, about five times for each
 * request, and as it has filled it field by field, V8 keeps it as a hash table: 12 µs a copy. It lays
 * objects out as records (1 µs) if others inherit what is read of them. A tenth of the CPU time that a
 * payload of 1 KB takes (bench, `flight`); without V8 it changes nothing.
 */
function layOut(object: object): void {
  const heir: { inherited?: unknown } = Object.create(object);
  const read = () => heir.inherited;
  // V8 (Node 20 to 26) does it at the fourth.
  for (let times = 0; times < 10; times++) read();
}
