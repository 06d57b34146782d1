import { Agent } from "node:https";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { s3, type S3Options } from "../src/index.js";

export { bytesOf, eventually, kstashOn, raw, rejection } from "@kstash/store-suite";

/** A server to test against: the repo's own, or a real one. */
export interface Server {
  readonly endpoint: string;
  /** The authority that its certificate is of, in PEM, where it is HTTPS. */
  readonly ca: string | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
}

/** How a client reaches a server. */
export function configFor(server: Server): S3ClientConfig {
  return {
    endpoint: server.endpoint,
    region: server.region,
    credentials: server.credentials,
    forcePathStyle: true,
    // An instance: for a large body the SDK makes an agent of its own, without the options given here.
    ...(server.ca === undefined ? {} : { requestHandler: { httpsAgent: agentFor(server.ca) } }),
  };
}

/** A plain client, to arrange and to look at what is stored. */
export function clientFor(server: Server, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...configFor(server), ...config });
}

/** The backend, with a client of its own. */
export function backendFor(server: Server, config: S3ClientConfig = {}, options: S3Options = {}) {
  return s3(
    options.client ? options : { ...options, clientConfig: { ...configFor(server), ...config } },
  );
}

function agentFor(ca: string): Agent {
  return new Agent({ ca, keepAlive: true });
}
