import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { startS3Server, type S3Server, type S3ServerOptions } from "../src/index.js";
import { clientOf } from "./client.js";

/** The bucket that every test starts with. */
export const Bucket = "stashes";

/** Runs a test against a server and a client of its own, and ends both. */
export async function serve(
  test: (server: S3Server, client: S3Client) => Promise<void>,
  options: S3ServerOptions = {},
  config: S3ClientConfig = {},
): Promise<void> {
  const server = await startS3Server({ buckets: [Bucket], ...options });
  const client = clientOf(server, config);
  try {
    await test(server, client);
  } finally {
    client.destroy();
    await server.close();
  }
}
