import { type Address, StashCorrupted, type Stored } from "@kstash/core";
import type { Headers } from "./platform/platform.js";

// Where S3, Google Cloud Storage and Azure put an object's metadata; Azure's keys are identifiers.
const HEADERS = {
  namespace: [
    "x-amz-meta-kstash-namespace",
    "x-goog-meta-kstash-namespace",
    "x-ms-meta-kstash_namespace",
  ],
  name: ["x-amz-meta-kstash-name", "x-goog-meta-kstash-name", "x-ms-meta-kstash_name"],
} as const;

/**
 * The namespace and name that were stored beside the payload. Objects of the Python edition have none:
 * then the link says them. Whoever made the object chose them, so core checks both.
 *
 * @throws {StashCorrupted} if they are not percent-encoded UTF-8
 */
export function metadataOf(
  headers: Headers,
  address: Address,
  subject: string,
): Pick<Stored, "namespace" | "name"> {
  const namespace = decode(headers, "namespace", subject);
  const name = decode(headers, "name", subject);
  return { namespace, name: name ?? nameInPath(address, namespace) };
}

/**
 * A name that was too long for the metadata is in the link's path. If that is in path style, which the
 * host does not always show, the namespace stands before it.
 */
function nameInPath(address: Address, namespace: string | undefined): string | undefined {
  if (namespace === undefined || namespace === address.namespace) return undefined;
  const bucket = `${namespace}/`;
  return address.name.startsWith(bucket) ? address.name.slice(bucket.length) : undefined;
}

function decode(
  headers: Headers,
  field: keyof typeof HEADERS,
  subject: string,
): string | undefined {
  const value = HEADERS[field].map((header) => headers[header]).find((each) => each !== undefined);
  if (value === undefined) return undefined;
  try {
    if (typeof value === "string" && /^[!-~]*$/.test(value)) return decodeURIComponent(value);
  } catch {
    // The error below says everything that the cause would.
  }
  throw new StashCorrupted(
    `the stash at ${subject} has invalid metadata: its kstash-${field} is not percent-encoded UTF-8`,
  );
}
