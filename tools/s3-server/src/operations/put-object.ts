import { encryptionHeaders, readAttributes } from "../attributes.js";
import type { Operation } from "../call.js";
import { checksumHeaders } from "../checksum-headers.js";
import { writeConditions } from "../conditions.js";
import { putObject as put } from "../store.js";

/** PutObject, with If-None-Match: * and If-Match. */
export const putObject: Operation = async (call) => {
  const { headers } = call.request;
  const bucket = call.bucket();
  const attributes = readAttributes(headers);
  const { content, md5, checksums } = await call.receive();
  try {
    writeConditions(headers, bucket.objects.get(call.key));
  } catch (error) {
    content.dispose();
    throw error;
  }
  put(bucket, call.key, { content, etag: md5, modified: call.now(), attributes, checksums });
  return {
    status: 200,
    headers: {
      etag: `"${md5}"`,
      ...checksumHeaders(checksums),
      ...encryptionHeaders(attributes),
    },
  };
};
