import { Agent } from "node:https";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { type Codec, type ConfigOptions, createKstash, type Kstash } from "@kstash/core";
import { s3, type S3Backend, type S3Options } from "../src/index.js";

/** A server to test against: the repo's own, or a real one. */
export interface Server {
  readonly endpoint: string;
  /** The authority that its certificate is of, in PEM, where it is HTTPS. */
  readonly ca: string | undefined;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region: string;
}

/** Bytes in, the same bytes out: these tests are about what happens to bytes. */
export const raw: Codec = {
  name: "raw",
  contentType: "application/x-raw",
  encode: (data) => Uint8Array.from(data as Uint8Array),
  decode: (bytes) => Uint8Array.from(bytes),
};

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

/** A kstash with this one backend. */
export function kstashOn(backend: S3Backend, config: ConfigOptions = {}): Kstash {
  return createKstash({ codecs: [raw], config: { ...config, backends: [backend] } });
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

/** Bytes that differ from one offset to the next, in no short period. */
export function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0, value = 1; index < length; index += 1) {
    value = (value * 48_271) % 2_147_483_647;
    bytes[index] = value;
  }
  return bytes;
}

function agentFor(ca: string): Agent {
  return new Agent({ ca, keepAlive: true });
}

/** Resolves as soon as it holds; the test's own time limit ends it otherwise. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
