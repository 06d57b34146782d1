import type { IncomingMessage } from "node:http";
import { S3Error } from "./errors.js";
import { bucketOfHost } from "./host.js";
import { percentDecode } from "./percent.js";

/** A request as S3 reads it: which bucket, which key, and what to do with them. */
export interface S3Request {
  readonly method: string;
  /** Where the bucket was named: in the path, or in the Host header. */
  readonly style: "path" | "virtual-hosted";
  /** Undefined for a request to the service itself (ListBuckets). */
  readonly bucket: string | undefined;
  /** Unescaped; undefined for a request to the bucket itself. */
  readonly key: string | undefined;
  /** The path as sent, and unescaped: what is signed. */
  readonly path: string;
  /** Names and values, unescaped, in the order sent: what is signed. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** The same by name; of a name sent twice, the first. */
  readonly query: ReadonlyMap<string, string>;
  /** By lowercase name. A signed link may carry `x-amz-…` headers in its query: they are here too. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers that were sent as headers. */
  readonly sentHeaders: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
}

/** @throws S3Error InvalidURI, KeyTooLongError */
export function readRequest(message: IncomingMessage): S3Request {
  const [path = "/", search = ""] = splitOnce(message.url ?? "/", "?");
  const decoded = percentDecode(path);
  const parameters = readQuery(search);
  const query = new Map([...parameters].toReversed());
  const sentHeaders = readHeaders(message);
  const virtual = bucketOfHost(sentHeaders["host"]);
  const [bucket, key] = virtual ? [virtual, decoded.slice(1)] : splitOnce(decoded.slice(1), "/");
  if (key && Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError");
  return {
    method: message.method ?? "GET",
    style: virtual ? "virtual-hosted" : "path",
    bucket: bucket || undefined,
    key: key || undefined,
    path: decoded,
    parameters,
    query,
    headers: { ...hoisted(query), ...sentHeaders },
    sentHeaders,
    body: message,
  };
}

function readQuery(search: string): [string, string][] {
  return search
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", value = ""] = splitOnce(pair.replaceAll("+", " "), "=");
      return [percentDecode(name), percentDecode(value)];
    });
}

// Signature Version 4 joins a repeated header with a comma, as Node does for all but a few.
function readHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    headers[name] = (values ?? []).join(",");
  }
  return headers;
}

function hoisted(query: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of query) {
    if (/^x-amz-/i.test(name)) headers[name.toLowerCase()] = value;
  }
  return headers;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
