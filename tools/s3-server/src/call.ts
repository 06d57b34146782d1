import type { Answer } from "./answer.js";
import type { Authenticated } from "./authentication.js";
import type { Storage } from "./content.js";
import { receive, receiveUnchecked, type Received } from "./receive.js";
import type { S3Request } from "./request.js";
import type { Bucket, Store } from "./store.js";

/** What an operation gets: the request, what it acts on, and the time. */
export interface Call {
  readonly request: S3Request;
  readonly store: Store;
  readonly region: string;
  /** The server's clock, in milliseconds since 1970. */
  now(): number;
  /** The bucket's name and the key; empty if the request has none. */
  readonly bucketName: string;
  readonly key: string;
  /** The bucket asked for. @throws S3Error NoSuchBucket */
  bucket(): Bucket;
  /** Reads and checks the body. @throws S3Error as `receive` */
  receive(storage?: Storage): Promise<Received>;
}

/** One operation of S3's API. */
export type Operation = (call: Call) => Answer | Promise<Answer>;

export function createCall(
  request: S3Request,
  authenticated: Authenticated,
  server: {
    readonly store: Store;
    readonly region: string;
    readonly clock: () => number;
    readonly unchecked: boolean;
  },
): Call {
  const { store, region, clock, unchecked } = server;
  const bucketName = request.bucket ?? "";
  return {
    request,
    store,
    region,
    now: clock,
    bucketName,
    key: request.key ?? "",
    bucket: () => store.bucket(bucketName),
    receive: (storage = store.storage) =>
      (unchecked ? receiveUnchecked : receive)(request, authenticated, storage),
  };
}
