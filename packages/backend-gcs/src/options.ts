import type { Storage, StorageOptions } from "@google-cloud/storage";
import { checkedOptions, refuser } from "@kstash/backend-kit";

/** How the backend reaches Google Cloud Storage, and how it stores. */
export interface GcsOptions {
  /** A ready client. It is used as it is, and never changed. */
  readonly storage?: Storage | undefined;
  /**
   * What the backend's own client is made with, where no `storage` is given: `keyFilename`,
   * `credentials`, `apiEndpoint`… What is left out is resolved as every Google tool does (Application
   * Default Credentials). Default: `{}`.
   */
  readonly options?: StorageOptions | undefined;
  /** Fields of every object: storage class, metadata, encryption key… Default: `{}`. */
  readonly putOptions?: GcsPutOptions | undefined;
  /**
   * For buckets with a lifecycle rule by `daysSinceCustomTime`: objects get the time of their storing as
   * `customTime`, and one that is found to be older than this, in seconds, is renewed before its address
   * is handed out, so that the rule counts anew. Costs one request for each object found. Default:
   * objects have no `customTime`, and those that are found are left alone.
   */
  readonly refreshAfterSec?: number | undefined;
  /**
   * Payloads that are larger than this, in bytes, are sent by a resumable upload, and read in ranges by
   * several requests at once. Default: 100,663,296 (96 MiB) to send; 2,097,152 (2 MiB) to read if Google
   * takes more than 10 ms to answer, as a store that is nearer is quicker with one.
   */
  readonly parallelAboveBytes?: number | undefined;
}

/** The fields of an object that are the user's to choose ("Objects", JSON API). */
export interface GcsPutOptions {
  readonly cacheControl?: string;
  readonly contentDisposition?: string;
  /** `projects/…/cryptoKeys/…` */
  readonly kmsKeyName?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly storageClass?: string;
}

/** The options with their defaults. */
export type GcsSettings = ReturnType<typeof settingsOf>;

/** @throws {InvalidConfig} naming the option and its rule */
export function settingsOf(options: GcsOptions) {
  const refuse = refuser("gcs");
  if (options.storage && options.options) {
    throw refuse("options", "a storage that is passed in has its own");
  }
  return { ...checkedOptions(options, refuse), putOptions: options.putOptions ?? {} };
}
