import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { loopbackLookup, type S3Server } from "../src/index.js";

/** The real AWS SDK, set for a test server; no retries, so that each failure is seen. */
export function clientOf(server: S3Server, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    endpoint: server.endpoint,
    region: server.region,
    credentials: server.credentials,
    maxAttempts: 1,
    logger: silent,
    requestHandler: agents(server),
    ...config,
  });
}

const nothing = () => {};
// The SDK warns of streams that it cannot retry: those are failures that a test asked for.
const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Agents' options that trust the server and find it by any name. */
export function agents(server: S3Server) {
  const { ca } = server;
  return {
    httpAgent: { keepAlive: true, lookup: loopbackLookup },
    httpsAgent: { keepAlive: true, lookup: loopbackLookup, ...(ca && { ca }) },
  };
}

/** What a failed call of the SDK says: `[status, code]`. */
export async function failureOf(call: Promise<unknown>): Promise<[number | undefined, string]> {
  const error = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof Error)) throw new Error("The call did not fail");
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return [$metadata?.httpStatusCode, error.name];
}
