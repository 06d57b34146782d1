import type * as clientS3 from "@aws-sdk/client-s3";
import { UnsupportedBackend } from "@kstash/core";
import type { S3Sender } from "../options.js";

/** The SDK's commands, and the client to send them with. */
export interface S3 {
  readonly sdk: typeof clientS3;
  readonly client: clientS3.S3Client;
}

/**
 * Loads the SDK's S3 package when it is first needed; a failure is forgotten, so that the next call
 * tries again.
 */
export function s3Connector(given: S3Sender | undefined): () => Promise<S3> {
  let connected: Promise<S3> | undefined;
  return () => {
    connected ??= connect(given).catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  };
}

async function connect(given: S3Sender | undefined): Promise<S3> {
  try {
    const sdk = await import("@aws-sdk/client-s3");
    return { sdk, client: (given as clientS3.S3Client | undefined) ?? new sdk.S3Client({}) };
  } catch (cause) {
    throw new UnsupportedBackend(
      "AWS's pointer format needs @aws-sdk/client-s3, which could not be loaded: npm install @aws-sdk/client-s3",
      { cause },
    );
  }
}
