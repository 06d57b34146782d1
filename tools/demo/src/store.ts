import {
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { Agent } from "node:https";
import { caPath, startS3Server } from "@kstash/s3-server";

/** An S3 store to show the job on. */
export interface Store {
  readonly title: string;
  readonly clientConfig: S3ClientConfig;
  readonly bucket: string;
  /** A CA that links of it need, as a file. */
  readonly caFile?: string;
  close(): Promise<void>;
}

/** The one that the standard AWS variables name, else this repo's own test server. */
export async function openStore(): Promise<Store> {
  const endpoint = process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
  return endpoint ? named(endpoint) : own();
}

async function named(endpoint: string): Promise<Store> {
  const bucket = process.env["KSTASH_BUCKET"] ?? "stashes";
  // The region is a formality of signatures for stores outside AWS.
  const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1";
  const clientConfig = { endpoint, region, forcePathStyle: true };
  const client = new S3Client(clientConfig);
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  } finally {
    client.destroy();
  }
  return {
    title: `S3 at ${endpoint}, bucket ${bucket}`,
    clientConfig,
    bucket,
    close: async () => {},
  };
}

async function own(): Promise<Store> {
  const server = await startS3Server({ tls: true, buckets: ["stashes"] });
  const { endpoint, region, credentials, ca } = server;
  const requestHandler = { httpsAgent: new Agent({ ca, keepAlive: true }) };
  return {
    title: "S3, on this repo's own test server (AWS_ENDPOINT_URL_S3 names another)",
    clientConfig: { endpoint, region, credentials, forcePathStyle: true, requestHandler },
    bucket: "stashes",
    caFile: caPath,
    close: () => server.close(),
  };
}
