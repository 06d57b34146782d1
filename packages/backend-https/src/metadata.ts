import { StashCorrupted, type Stored } from "@kstash/core";
import type { IncomingHttpHeaders } from "node:http";

/**
 * The namespace and name that were stored beside the payload, percent-encoded UTF-8. Objects of the
 * Python edition have none: the link's text says it then. Whoever made the object chose them, so
 * core checks both.
 *
 * @throws {StashCorrupted} for what is not percent-encoded UTF-8
 */
export function metadataOf(
  headers: IncomingHttpHeaders,
  subject: string,
): Pick<Stored, "namespace" | "name"> {
  return {
    namespace: decode(headers, "kstash-namespace", subject),
    name: decode(headers, "kstash-name", subject),
  };
}

function decode(headers: IncomingHttpHeaders, key: string, subject: string): string | undefined {
  const value = headers[`x-amz-meta-${key}`];
  if (value === undefined) return undefined;
  try {
    if (typeof value === "string" && /^[!-~]*$/.test(value)) return decodeURIComponent(value);
  } catch {
    // Falls through to the error, which says all that the cause would.
  }
  throw new StashCorrupted(
    `the stash at ${subject} has broken metadata: its ${key} is not percent-encoded UTF-8`,
  );
}
