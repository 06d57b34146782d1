import { xmlAnswer } from "../answer.js";
import type { Operation } from "../call.js";
import { isoDate } from "../dates.js";
import { percentEncodePath } from "../percent.js";
import type { StoredObject } from "../store.js";
import type { XmlElement } from "../xml.js";

/** ListObjectsV2: in the order of the keys' UTF-8, a page at a time, folders by `delimiter`. */
export const listObjects: Operation = (call) => {
  const { query } = call.request;
  const bucket = call.bucket();
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const limit = Math.min(Number(query.get("max-keys") ?? 1000), 1000);
  const token = query.get("continuation-token");
  const after = token
    ? Buffer.from(token, "base64url").toString()
    : (query.get("start-after") ?? "");
  const text = query.has("encoding-type") ? percentEncodePath : (key: string) => key;

  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix));
  const entries = new Set(keys.map((key) => entryOf(key, prefix, delimiter)));
  const rest = [...entries].filter((entry) => compare(entry, after) > 0).toSorted(compare);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const truncated = rest.length > page.length;
  return xmlAnswer("ListBucketResult", [
    ["Name", bucket.name],
    ["Prefix", text(prefix)],
    ...(delimiter ? ([["Delimiter", text(delimiter)]] as const) : []),
    ["KeyCount", page.length],
    ["MaxKeys", limit],
    ...(query.has("encoding-type") ? ([["EncodingType", "url"]] as const) : []),
    ["IsTruncated", truncated],
    ...(truncated && last !== undefined
      ? ([["NextContinuationToken", Buffer.from(last).toString("base64url")]] as const)
      : []),
    ...page.map((entry): XmlElement => {
      const object = bucket.objects.get(entry);
      const folder = delimiter !== "" && entry.slice(prefix.length).endsWith(delimiter);
      return object && !folder
        ? contents(text(entry), object)
        : ["CommonPrefixes", [["Prefix", text(entry)]]];
    }),
  ]);
};

// The key itself, or what it has in common with others up to the delimiter.
function entryOf(key: string, prefix: string, delimiter: string): string {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? key : key.slice(0, at + delimiter.length);
}

function contents(key: string, object: StoredObject): XmlElement {
  return [
    "Contents",
    [
      ["Key", key],
      ["LastModified", isoDate(object.modified)],
      ["ETag", `"${object.etag}"`],
      ["Size", object.content.size],
      ["StorageClass", object.attributes.headers["x-amz-storage-class"] ?? "STANDARD"],
    ],
  ];
}

function compare(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
