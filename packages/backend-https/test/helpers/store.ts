import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Payload } from "@kstash/core";
import { Agent } from "node:https";
import { type S3Server, startS3Server } from "@kstash/s3-server";

/** A store whose stashes are shared by the real SDK, as any program might do. */
export interface Store {
  readonly server: S3Server;
  /** Stores a payload and its metadata as kstash does. */
  readonly put: (
    payload: Pick<Payload, "namespace" | "name" | "key" | "contentType" | "bytes">,
  ) => Promise<void>;
  readonly share: (bucket: string, key: string, expiresIn?: number) => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function startStore(options: {
  readonly tls?: boolean;
  /** `stashes.s3.localhost` in place of a path that starts with the bucket. */
  readonly virtualHosted?: boolean;
  readonly clock?: () => number;
}): Promise<Store> {
  const { virtualHosted = false, ...serverOptions } = options;
  const server = await startS3Server({ ...serverOptions, buckets: ["stashes", "others"] });
  const { credentials, region } = server;
  const localhost = server.endpoint.replace("127.0.0.1", "localhost");
  const agent = new Agent({ ca: server.ca });
  const client = new S3Client({
    credentials,
    region,
    endpoint: server.endpoint,
    forcePathStyle: true,
    requestHandler: { httpsAgent: agent },
  });
  // It sends nothing, and only signs links.
  const signer = new S3Client({
    credentials,
    region,
    endpoint: virtualHosted ? server.virtualHostEndpoint : localhost,
    forcePathStyle: !virtualHosted,
  });
  return {
    server,
    put: async ({ namespace, name, key, contentType, bytes }) => {
      const encoded = encodeURIComponent(name);
      // S3 allows 2 KB of metadata, so a longer name is only in the link.
      const naming = encoded.length > 1900 ? {} : { "kstash-name": encoded };
      await client.send(
        new PutObjectCommand({
          Bucket: namespace,
          Key: key,
          Body: bytes,
          ContentType: contentType,
          Metadata: { "kstash-namespace": namespace, ...naming },
        }),
      );
    },
    share: (bucket, key, expiresIn = 60) =>
      getSignedUrl(signer, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn }),
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}
