import { S3Error } from "./errors.js";

/** What is stored with an object's bytes, and returned with them. */
export interface Attributes {
  /** Headers by lowercase name. */
  readonly headers: Readonly<Record<string, string>>;
  /** As x-amz-tagging has it: `a=1&b=2`. */
  readonly tagging: string | undefined;
}

const kept = new Set([
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-bucket-key-enabled",
  "x-amz-storage-class",
  "x-amz-website-redirect-location",
]);
const metadataPrefix = "x-amz-meta-";
const maxMetadataBytes = 2048;

/** @throws S3Error MetadataTooLarge over 2 KB of x-amz-meta-… names and values; NotImplemented for SSE-C */
export function readAttributes(headers: Readonly<Record<string, string>>): Attributes {
  const entries = Object.entries(headers);
  if (entries.some(([name]) => name.startsWith("x-amz-server-side-encryption-customer-"))) {
    throw new S3Error(
      "NotImplemented",
      {},
      "Encryption with the customer's keys is not implemented.",
    );
  }
  const metadata = entries.filter(([name]) => name.startsWith(metadataPrefix));
  const size = metadata.reduce((sum, [name, value]) => {
    return sum + name.length - metadataPrefix.length + Buffer.byteLength(value, "latin1");
  }, 0);
  if (size > maxMetadataBytes) {
    throw new S3Error("MetadataTooLarge", { Size: String(size), MaxSizeAllowed: "2048" });
  }
  const attributes = Object.fromEntries([
    ...entries.filter(([name]) => kept.has(name)),
    ...metadata,
  ]);
  const encoding = withoutFraming(attributes["content-encoding"]);
  delete attributes["content-encoding"];
  // S3 does not mention the default storage class.
  if (attributes["x-amz-storage-class"] === "STANDARD") delete attributes["x-amz-storage-class"];
  return {
    headers: {
      "content-type": "binary/octet-stream",
      ...attributes,
      ...(encoding && { "content-encoding": encoding }),
    },
    tagging: headers["x-amz-tagging"],
  };
}

/** The headers that S3 also returns when the object is written. */
export function encryptionHeaders({ headers }: Attributes): Record<string, string> {
  const isEncryption = ([name]: [string, string]) =>
    name.startsWith("x-amz-server-side-encryption");
  return Object.fromEntries(Object.entries(headers).filter(isEncryption));
}

// aws-chunked is how the body travelled, not what was stored.
function withoutFraming(encoding = ""): string {
  const codings = encoding.split(",").map((coding) => coding.trim());
  return codings.filter((coding) => coding !== "" && coding !== "aws-chunked").join(",");
}
