// A whole process: cbor-x and the SDK, and one first object on the S3 that the environment names.
import { createHash, randomUUID } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Encoder } from "cbor-x";

const Body = new Encoder({ useRecords: false }).encode({ text: "x".repeat(1000) });
const Key = `start/${randomUUID()}.${createHash("md5").update(Body).digest("hex")}`;
await new S3Client().send(new PutObjectCommand({ Bucket: "stashes", Key, Body }));
