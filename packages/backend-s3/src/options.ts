import type { PutObjectCommandInput, S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { checkedOptions, refuser } from "@kstash/backend-kit";

/** How the backend reaches S3, and how it stores. */
export interface S3Options {
  /** A ready client. It is used as it is, never changed, and never destroyed. */
  readonly client?: S3Client | undefined;
  /**
   * What the backend's own client is made with, where no `client` is given: `endpoint`,
   * `forcePathStyle`, `region`, `credentials`… What is left out is resolved as every AWS tool does:
   * from the environment, then from the profile. Default: `{}`.
   */
  readonly clientConfig?: S3ClientConfig | undefined;
  /** Fields of every PutObject: encryption, storage class, tags… Default: `{}`. */
  readonly putOptions?: S3PutOptions | undefined;
  /**
   * For buckets with a lifecycle rule: an object that is found to be older than this, in seconds, is
   * renewed (copied onto itself) before its address is handed out, so that the rule counts anew. Costs
   * one HEAD for each object found. Default: objects that are found are left alone.
   */
  readonly refreshAfterSec?: number | undefined;
  /**
   * Payloads that are larger than this, in bytes, are sent and read by several requests at once. Default: if
   * S3 takes more than 10 ms to answer, 12,582,912 (12 MiB) to send and 2,097,152 (2 MiB) to read; a store
   * that is nearer is quicker with one.
   */
  readonly parallelAboveBytes?: number | undefined;
}

/**
 * The fields of S3's PutObject that are the user's to choose. The others are kstash's own, or
 * (`SSECustomerKey`) would make objects that no reader of an address could read.
 */
export type S3PutOptions = Readonly<
  Pick<
    PutObjectCommandInput,
    | "ACL"
    | "BucketKeyEnabled"
    | "CacheControl"
    | "ContentDisposition"
    | "ExpectedBucketOwner"
    | "Expires"
    | "GrantFullControl"
    | "GrantRead"
    | "GrantReadACP"
    | "GrantWriteACP"
    | "Metadata"
    | "ObjectLockLegalHoldStatus"
    | "ObjectLockMode"
    | "ObjectLockRetainUntilDate"
    | "RequestPayer"
    | "SSEKMSEncryptionContext"
    | "SSEKMSKeyId"
    | "ServerSideEncryption"
    | "StorageClass"
    | "Tagging"
  >
>;

/** The options with their defaults. */
export type S3Settings = ReturnType<typeof settingsOf>;

/** @throws {InvalidConfig} naming the option and its rule */
export function settingsOf(options: S3Options) {
  const refuse = refuser("s3");
  const { client, clientConfig, putOptions = {} } = options;
  if (client && clientConfig) {
    throw refuse("clientConfig", "a client that is passed in has its own config");
  }
  return { ...checkedOptions(options, refuse), putOptions };
}
