import type { Answer } from "../answer.js";
import type { Operation } from "../call.js";
import { checksumHeaders } from "../checksum-headers.js";
import { readConditions } from "../conditions.js";
import { httpDate } from "../dates.js";
import { readRange } from "../range.js";
import { objectOf, type StoredObject } from "../store.js";

/** GetObject, and HeadObject: the same answer, whose body is not sent. */
export const getObject: Operation = (call): Answer => {
  const { headers } = call.request;
  const object = objectOf(call.bucket(), call.key);
  const identity = { etag: `"${object.etag}"`, "last-modified": httpDate(object.modified) };
  if (!readConditions(headers, object)) return { status: 304, headers: identity };

  const { size } = object.content;
  const range = readRange(headers["range"], size);
  const { start, end } = range ?? { start: 0, end: size };
  // A checksum covers the whole object: S3 does not return it with a range.
  const withChecksums = headers["x-amz-checksum-mode"] === "ENABLED" && !range;
  return {
    status: range ? 206 : 200,
    headers: {
      ...identity,
      "accept-ranges": "bytes",
      ...object.attributes.headers,
      ...taggingCount(object),
      ...(range && { "content-range": `bytes ${start}-${end - 1}/${size}` }),
      ...(withChecksums && checksumHeaders(object.checksums)),
    },
    body: { length: end - start, chunks: object.content.read(start, end) },
  };
};

function taggingCount({ attributes: { tagging } }: StoredObject): Record<string, string> {
  if (!tagging) return {};
  return { "x-amz-tagging-count": String(new URLSearchParams(tagging).size) };
}
