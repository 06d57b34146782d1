import { Agent } from "node:https";
import { https } from "@kstash/backend-https";
import { s3, type S3Options } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { type Config, createKstash, type Kstash } from "@kstash/core";
import type { S3Server } from "@kstash/s3-server";

export interface StoreOptions {
  readonly s3?: S3Options;
  /** Of `https()`. */
  readonly timeoutMs?: number;
  readonly config?: Partial<Pick<Config, "maxPayloadBytes">>;
}

/** A kstash on the test server: by the real SDK, and by its links over HTTPS. */
export function kstashOn(server: S3Server, options: StoreOptions = {}): Kstash {
  const { endpoint, region, credentials, ca } = server;
  const { timeoutMs, config = {} } = options;
  const backends = [
    s3({
      ...options.s3,
      clientConfig: {
        // A name that the certificate is for, and that a link can have.
        endpoint: endpoint.replace("127.0.0.1", "localhost"),
        region,
        credentials,
        forcePathStyle: true,
        ...(ca === undefined
          ? {}
          : { requestHandler: { httpsAgent: new Agent({ ca, keepAlive: true }) } }),
        ...options.s3?.clientConfig,
      },
    }),
    https({
      allowPrivate: true,
      ports: [Number(new URL(endpoint).port)],
      ca,
      timeoutMs,
    }),
  ];
  return createKstash({ codecs: [cbor], config: { ...config, backends } });
}

/** How a process of its own finds the test server. */
export function environmentOf({ endpoint, region, credentials }: S3Server): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was not rejected");
}

/** Resolves as soon as it holds; the test's own time limit ends it otherwise. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
