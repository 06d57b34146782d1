import { createHash } from "node:crypto";
import { Address, type HashName, type Payload } from "@kstash/core";

/** What a case chooses of a payload. */
export interface PayloadParts {
  readonly namespace: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly codec?: string | undefined;
  readonly contentType?: string | undefined;
  readonly hash?: HashName | undefined;
}

/** A payload as core hands it to the backend of that scheme. */
export function makePayload(scheme: string, parts: PayloadParts): Payload {
  const { namespace, name, bytes, codec = "cbor", contentType = "application/cbor" } = parts;
  // SHA-256, so that the kit runs where the platform refuses MD5.
  const digest = createHash(parts.hash ?? "sha256")
    .update(bytes)
    .digest("hex");
  return {
    namespace,
    name,
    codec,
    contentType,
    bytes,
    digest,
    key: `${name}.${digest}`,
    // Computed when asked for, as core does it: a link's scheme has no address that could be made.
    get address() {
      return Address.from({ scheme, namespace, name, digest }).text;
    },
  };
}

// A global is slow to look up in the sandbox of some test runners.
const { imul } = Math;

/** Bytes of any length, each value among them, the same each time. */
export function bytesOf(length: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed + 1;
  for (let index = 0; index < length; index += 1) {
    // A linear congruential generator (Numerical Recipes): its high byte is random enough.
    state = (imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/**
 * Bytes that a text could be, for the cases that are not about which bytes are kept: so that a
 * backend that changes binary bytes fails the cases that are.
 */
export function plainBytes(length: number, seed = 0): Uint8Array {
  return bytesOf(length, seed).map((byte) => 0x61 + (byte % 26));
}

/** Text as bytes of UTF-8. */
export function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
