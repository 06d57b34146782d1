import { S3Error } from "./errors.js";
import type { StoredObject } from "./store.js";

type Headers = Readonly<Record<string, string>>;

/**
 * The conditions of a read, in RFC 9110's order (§13.2.2).
 * @returns false if the answer is 304 Not Modified
 * @throws S3Error PreconditionFailed
 */
export function readConditions(headers: Headers, object: StoredObject): boolean {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  const unmodifiedSince = headers["if-unmodified-since"];
  const modifiedSince = headers["if-modified-since"];
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object)) throw failed("If-Match");
  } else if (unmodifiedSince !== undefined && isModifiedSince(unmodifiedSince, object)) {
    throw failed("If-Unmodified-Since");
  }
  if (ifNoneMatch !== undefined) return !matches(ifNoneMatch, object);
  return modifiedSince === undefined || isModifiedSince(modifiedSince, object);
}

/** The conditions on the source of a copy: all fail in the same way. @throws S3Error PreconditionFailed */
export function copySourceConditions(headers: Headers, source: StoredObject): void {
  const prefix = "x-amz-copy-source-";
  const conditions = Object.entries(headers).filter(([name]) => name.startsWith(`${prefix}if-`));
  const named = Object.fromEntries(
    conditions.map(([name, value]) => [name.slice(prefix.length), value]),
  );
  if (!readConditions(named, source)) throw failed("x-amz-copy-source-If-None-Match");
}

/**
 * The conditions of a write or a delete, on what is there now. Whoever calls this must act on it in
 * the same turn of the event loop: that is what makes one of many writers win.
 * @throws S3Error PreconditionFailed, NoSuchKey (If-Match on nothing), NotImplemented
 */
export function writeConditions(headers: Headers, there: StoredObject | undefined): void {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") {
    throw new S3Error("NotImplemented", { Header: "If-None-Match" });
  }
  if (ifNoneMatch !== undefined && there) throw failed("If-None-Match");
  if (ifMatch !== undefined && !there) throw new S3Error("NoSuchKey");
  if (ifMatch !== undefined && there && !matches(ifMatch, there)) throw failed("If-Match");
}

function matches(header: string, { etag }: StoredObject): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, "$1"));
  return tags.includes("*") || tags.includes(etag);
}

// HTTP's dates have no milliseconds; a date that cannot be read is no condition.
function isModifiedSince(date: string, { modified }: StoredObject): boolean {
  const time = Date.parse(date);
  return Number.isNaN(time) || Math.floor(modified / 1000) * 1000 > time;
}

function failed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", { Condition: condition });
}
