import { xmlAnswer } from "../answer.js";
import { encryptionHeaders, readAttributes, type Attributes } from "../attributes.js";
import type { Call, Operation } from "../call.js";
import { copySourceConditions, writeConditions } from "../conditions.js";
import { isoDate } from "../dates.js";
import { S3Error } from "../errors.js";
import { percentDecode } from "../percent.js";
import { objectOf, putObject, type StoredObject } from "../store.js";

/** CopyObject: metadata copied or replaced; a copy onto itself with REPLACE moves LastModified. */
export const copyObject: Operation = (call) => {
  const { headers } = call.request;
  const bucket = call.bucket();
  const [sourceBucket, sourceKey] = readSource(headers["x-amz-copy-source"] ?? "");
  const source = objectOf(call.store.bucket(sourceBucket), sourceKey);
  copySourceConditions(headers, source);
  writeConditions(headers, bucket.objects.get(call.key));
  if (sourceBucket === bucket.name && sourceKey === call.key) checkSelfCopy(headers);

  const object = {
    ...source,
    content: source.content.copy(),
    modified: call.now(),
    attributes: copiedAttributes(call, source),
  };
  putObject(bucket, call.key, object);
  const result = [
    ["LastModified", isoDate(object.modified)],
    ["ETag", `"${object.etag}"`],
  ] as const;
  return xmlAnswer("CopyObjectResult", result, encryptionHeaders(object.attributes));
};

// `/bucket/key` or `bucket/key`, the key percent-encoded.
function readSource(header: string): [bucket: string, key: string] {
  const fields = /^\/?([^/?]+)\/([^?]+)(\?.*)?$/.exec(header);
  if (!fields) throw new S3Error("InvalidArgument", {}, "Copy Source must mention bucket and key");
  if (fields[3]) throw new S3Error("NotImplemented", {}, "Versions are not implemented.");
  return [percentDecode(fields[1] ?? ""), percentDecode(fields[2] ?? "")];
}

// Storage class and encryption are always the request's own; the rest by the two directives.
function copiedAttributes({ request: { headers } }: Call, source: StoredObject): Attributes {
  const own = readAttributes(headers);
  const replace = directive(headers, "x-amz-metadata-directive");
  const replaceTags = directive(headers, "x-amz-tagging-directive");
  const isOwn = (name: string) => /^x-amz-(storage-class|server-side)/.test(name);
  const keep = (from: Attributes, which: (name: string) => boolean) =>
    Object.entries(from.headers).filter(([name]) => which(name));
  const chosen = replace ? own : source.attributes;
  return {
    headers: Object.fromEntries([...keep(chosen, (name) => !isOwn(name)), ...keep(own, isOwn)]),
    tagging: replaceTags ? own.tagging : source.attributes.tagging,
  };
}

function directive(headers: Readonly<Record<string, string>>, name: string): boolean {
  const value = headers[name] ?? "COPY";
  if (value !== "COPY" && value !== "REPLACE") {
    throw new S3Error("InvalidArgument", {}, `Unknown ${name}: ${value}`);
  }
  return value === "REPLACE";
}

function checkSelfCopy(headers: Readonly<Record<string, string>>): void {
  const changes =
    directive(headers, "x-amz-metadata-directive") ||
    Object.keys(headers).some((name) => /^x-amz-(storage-class|server-side|website)/.test(name));
  if (changes) return;
  const message = "This copy request is illegal: it copies an object to itself without a change.";
  throw new S3Error("InvalidRequest", {}, message);
}
