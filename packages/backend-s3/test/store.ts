import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { FaultyKind, Store } from "@kstash/store-suite";
import { backendFor, clientFor, type Server } from "./kit.js";

/** A server that runs, and how to end it. */
export interface Running extends Server {
  close(): Promise<void>;
}

/** An S3 server, and its own client. */
export interface S3Store extends Store {
  readonly server: Running;
  readonly client: S3Client;
}

/** S3, as a server has it: the repo's own, or a real one. */
export function s3Kind(
  title: string,
  startServer: () => Promise<Running>,
  isInstalled = true,
): FaultyKind<S3Store> {
  return {
    title,
    scheme: "s3",
    isInstalled,
    start: async () => storeOn(await startServer()),
    missingNamespace: 'bucket "$" does not exist: create it first',
    putMethod: "PUT",
    isPart: ({ method, url = "" }) => method === "PUT" && url.includes("partNumber="),
    cancelMethod: "DELETE",
    sdkWaits: true,
    refusal: (code) => ({
      headers: { "content-type": "application/xml" },
      body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>so says the store</Message></Error>`,
    }),
    refusals: [
      [429, "TooManyRequests", "the store is overloaded"],
      [503, "SlowDown", "the store is overloaded"],
      [403, "AccessDenied", "allow s3:PutObject on arn:aws:s3:::stashes/*"],
    ],
    changed: "received other bytes than were sent",
  };
}

function storeOn(server: Running): S3Store {
  const client = clientFor(server);
  const Bucket = "stashes";
  return {
    server,
    client,
    url: server.endpoint,
    backend: (endpoint, { marked, ...options } = {}) =>
      backendFor(
        server,
        { endpoint },
        {
          ...options,
          ...(marked && { putOptions: { CacheControl: "no-store", Metadata: { origin: "test" } } }),
        },
      ),
    async createNamespace(namespace) {
      await client.send(new CreateBucketCommand({ Bucket: namespace }));
    },
    async head(Key) {
      const found = await client.send(new HeadObjectCommand({ Bucket, Key }));
      return {
        contentType: found.ContentType,
        cacheControl: found.CacheControl,
        metadata: found.Metadata ?? {},
        version: `${found.ETag} ${String(found.LastModified)}`,
        countsFrom: String(found.LastModified),
      };
    },
    async write(Key, Body, ContentType) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    async list(Prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key = "" }) => Key);
    },
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
