import type { Attribute } from "../size.js";

/** Where AWS's extended clients put a body. */
export interface S3Pointer {
  readonly s3BucketName: string;
  readonly s3Key: string;
}

// The classes of the Java client, before and since its version 2; every other client writes one of them too.
const POINTER_CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";
const LEGACY_POINTER_CLASS = "com.amazon.sqs.javamessaging.MessageS3Pointer";

/** The attribute that says how long the body is, in bytes of UTF-8. */
export const SIZE_ATTRIBUTE = "ExtendedPayloadSize";
/** The same, as clients before 2021 write it, and later ones if they are asked to. */
export const LEGACY_SIZE_ATTRIBUTE = "SQSLargePayloadSize";
export const SIZE_ATTRIBUTES: readonly string[] = [SIZE_ATTRIBUTE, LEGACY_SIZE_ATTRIBUTE];

/** The body of a message that points to an object, to the letter as the Java client writes it. */
export function formatPointer({ s3BucketName, s3Key }: S3Pointer): string {
  return JSON.stringify([POINTER_CLASS, { s3BucketName, s3Key }]);
}

/** The attribute beside it, without which AWS's clients do not follow a pointer. */
export function sizeAttribute(bytes: number): Attribute {
  return { DataType: "Number", StringValue: String(bytes) };
}

/**
 * Reads a parsed body as a pointer. As for AWS's own clients, the array has two members and no more,
 * while the object may say more than bucket and key.
 *
 * @returns `"malformed"` if it begins as a pointer does but is not one, `undefined` for any other body
 */
export function readPointer(body: unknown): S3Pointer | "malformed" | undefined {
  if (!Array.isArray(body)) return undefined;
  const [className, pointer, ...more] = body as unknown[];
  if (className !== POINTER_CLASS && className !== LEGACY_POINTER_CLASS) return undefined;
  if (more.length > 0 || !isPointer(pointer)) return "malformed";
  return { s3BucketName: pointer.s3BucketName, s3Key: pointer.s3Key };
}

export function isPointer(value: unknown): value is S3Pointer {
  const { s3BucketName, s3Key } = (value ?? {}) as Partial<Record<keyof S3Pointer, unknown>>;
  return typeof s3BucketName === "string" && typeof s3Key === "string" && s3Key !== "";
}
