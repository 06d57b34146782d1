import type { Payload, StreamPayload } from "@kstash/core";

/** What is to be stored, whether it is in memory or not. */
export interface Content extends Pick<
  StreamPayload,
  "namespace" | "key" | "contentType" | "address" | "length"
> {
  /** The bytes in order. May be called more than once. */
  stream(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** The content of a payload that is in memory. */
export function contentOf({ namespace, key, contentType, address, bytes }: Payload): Content {
  return { namespace, key, contentType, address, length: bytes.length, stream: () => [bytes] };
}
