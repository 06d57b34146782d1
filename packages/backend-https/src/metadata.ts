import { StashCorrupted, type Stored } from "@kstash/core";
import type { IncomingHttpHeaders } from "node:http";

/**
 * The namespace and name that were stored beside the payload. Objects of the Python edition have none:
 * then the link says them. Whoever made the object chose them, so core checks both.
 *
 * @throws {StashCorrupted} if they are not percent-encoded UTF-8
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
    // The error below says everything that the cause would.
  }
  throw new StashCorrupted(
    `the stash at ${subject} has invalid metadata: its ${key} is not percent-encoded UTF-8`,
  );
}
