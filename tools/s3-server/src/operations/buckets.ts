import { xmlAnswer } from "../answer.js";
import type { Operation } from "../call.js";
import { isoDate } from "../dates.js";
import { S3Error } from "../errors.js";
import { memoryStorage } from "../memory-storage.js";
import type { XmlElement } from "../xml.js";

export const listBuckets: Operation = ({ store }) => {
  const buckets = [...store.buckets.values()].map(({ name, created }): XmlElement => {
    return [
      "Bucket",
      [
        ["Name", name],
        ["CreationDate", isoDate(created)],
      ],
    ];
  });
  return xmlAnswer("ListAllMyBucketsResult", [["Buckets", buckets]]);
};

/** CreateBucket; the body may name a region, and there is only one here. */
export const createBucket: Operation = async (call) => {
  if (call.request.sentHeaders["content-length"]) await call.receive(memoryStorage);
  call.store.createBucket(call.bucketName, call.now());
  return { status: 200, headers: { location: `/${call.bucketName}` } };
};

export const headBucket: Operation = (call) => {
  call.bucket();
  return { status: 200, headers: { "x-amz-bucket-region": call.region } };
};

/** DeleteBucket: only an empty one. */
export const deleteBucket: Operation = (call) => {
  if (call.bucket().objects.size > 0) throw new S3Error("BucketNotEmpty");
  call.store.buckets.delete(call.bucketName);
  return { status: 204 };
};
