import type { Attributes } from "./attributes.js";
import type { ChecksumAlgorithm } from "./checksums.js";
import type { Content, Storage } from "./content.js";
import type { CorsRule } from "./cors.js";
import { S3Error } from "./errors.js";
import type { Upload } from "./upload.js";

/** An object as it is stored; replaced as a whole, never changed. */
export interface StoredObject {
  readonly content: Content;
  /** Without its quotes. */
  readonly etag: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly attributes: Attributes;
  /** In base64. If it was computed from the checksums of several parts, followed by `-` and their count. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

export interface Bucket {
  readonly name: string;
  readonly created: number;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  /** For pages of other origins; none at first. */
  cors?: readonly CorsRule[] | undefined;
}

/** Everything that the server stores. */
export class Store {
  readonly buckets = new Map<string, Bucket>();
  readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  /** @throws S3Error InvalidBucketName, BucketAlreadyOwnedByYou */
  createBucket(name: string, created: number): void {
    // The rule of us-east-1 before 2018: wider than today's, as wide as any store's.
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(name)) {
      throw new S3Error("InvalidBucketName", { BucketName: name });
    }
    if (this.buckets.has(name)) throw new S3Error("BucketAlreadyOwnedByYou", { BucketName: name });
    this.buckets.set(name, { name, created, objects: new Map(), uploads: new Map() });
  }

  /** @throws S3Error NoSuchBucket */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new S3Error("NoSuchBucket", { BucketName: name });
    return bucket;
  }
}

/** @throws S3Error NoSuchKey */
export function objectOf(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key);
  if (!object) throw new S3Error("NoSuchKey", { Key: key });
  return object;
}

/** Stores an object, replacing any that was there. */
export function putObject(bucket: Bucket, key: string, object: StoredObject): void {
  const before = bucket.objects.get(key);
  bucket.objects.set(key, object);
  before?.content.dispose();
}

/** Returns whether there was one. */
export function removeObject(bucket: Bucket, key: string): boolean {
  bucket.objects.get(key)?.content.dispose();
  return bucket.objects.delete(key);
}
