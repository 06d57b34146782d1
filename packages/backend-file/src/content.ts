import type { Payload, StreamPayload } from "@kstash/core";

/** What is to be stored, held in memory or not. */
export interface Content extends Pick<
  StreamPayload,
  "namespace" | "key" | "contentType" | "address" | "length"
> {
  /** Its bytes in order, as often as they are asked for. */
  stream(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** A payload that is held in memory. */
export function contentOf({ namespace, key, contentType, address, bytes }: Payload): Content {
  return { namespace, key, contentType, address, length: bytes.length, stream: () => [bytes] };
}
