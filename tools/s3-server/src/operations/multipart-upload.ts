import { randomUUID } from "node:crypto";
import { xmlAnswer } from "../answer.js";
import { encryptionHeaders, readAttributes } from "../attributes.js";
import type { Operation } from "../call.js";
import { checksumHeaders } from "../checksum-headers.js";
import { S3Error } from "../errors.js";
import { readUploadChecksum } from "../upload-checksum.js";
import { uploadOf } from "../upload.js";

/** CreateMultipartUpload */
export const createMultipartUpload: Operation = (call) => {
  const { headers } = call.request;
  const attributes = readAttributes(headers);
  const checksum = readUploadChecksum(headers);
  const id = randomUUID();
  const upload = { key: call.key, initiated: call.now(), attributes, checksum, parts: new Map() };
  call.bucket().uploads.set(id, upload);
  const content = [
    ["Bucket", call.bucketName],
    ["Key", call.key],
    ["UploadId", id],
  ] as const;
  return xmlAnswer("InitiateMultipartUploadResult", content, {
    ...encryptionHeaders(attributes),
    ...(checksum && {
      "x-amz-checksum-algorithm": checksum.algorithm.toUpperCase(),
      "x-amz-checksum-type": checksum.type,
    }),
  });
};

/** UploadPart: a part that is sent again replaces the one before. */
export const uploadPart: Operation = async (call) => {
  const { query, headers } = call.request;
  if (headers["x-amz-copy-source"]) throw new S3Error("NotImplemented", {}, "UploadPartCopy");
  const number = Number(query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw new S3Error("InvalidArgument", {}, "Part number must be between 1 and 10000, inclusive");
  }
  const id = query.get("uploadId") ?? "";
  uploadOf(call.bucket(), call.key, id);
  const received = await call.receive();
  try {
    // Look again: it may have been aborted or completed while the body came in.
    const upload = uploadOf(call.bucket(), call.key, id);
    const expected = upload.checksum?.algorithm;
    if (expected && !received.checksums.has(expected)) {
      throw new S3Error(
        "InvalidRequest",
        {},
        `Each part must state its ${expected}, as the upload did.`,
      );
    }
    upload.parts.get(number)?.content.dispose();
    upload.parts.set(number, { ...received, modified: call.now() });
  } catch (error) {
    received.content.dispose();
    throw error;
  }
  const { "x-amz-checksum-type": _, ...checksums } = checksumHeaders(received.checksums);
  return { status: 200, headers: { etag: `"${received.md5}"`, ...checksums } };
};

/** AbortMultipartUpload */
export const abortMultipartUpload: Operation = (call) => {
  const id = call.request.query.get("uploadId") ?? "";
  const { parts } = uploadOf(call.bucket(), call.key, id);
  call.bucket().uploads.delete(id);
  for (const part of parts.values()) part.content.dispose();
  return { status: 204 };
};
