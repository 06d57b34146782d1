import { createHash } from "node:crypto";
import type { Payload, StreamPayload } from "@kstash/core";
import { LARGE_BYTES } from "../distance.js";
import type { Operation } from "../object-store.js";
import type { ObjectStoreOptions } from "../options.js";
import { lengthOf, partOf } from "./parts.js";
import { type Outcome, storeOrRenew } from "./renewal.js";

/** A stream that is longer, in bytes, is never in memory as a whole. */
export const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** How a store stores a payload unless it is there. */
export interface Writer<Session> {
  /** By one request: `bytes` are all of it. */
  whole(session: Session, payload: Payload | StreamPayload, bytes: Uint8Array): Promise<Outcome>;
  /** By several, of a payload that is large. */
  inParts(session: Session, payload: Payload | StreamPayload): Promise<Outcome>;
  /**
   * Makes sure that what was found is no older.
   *
   * @throws {ObjectReplaced} if the object is there no more
   */
  renew(session: Session, payload: Payload | StreamPayload, refreshAfterSec: number): Promise<void>;
}

/** Makes the function that stores a payload unless it is there already, and renews what is found. */
export function putterOf<Session extends Operation>(
  { refreshAfterSec, parallelAboveBytes = LARGE_BYTES }: ObjectStoreOptions,
  { whole, inParts, renew }: Writer<Session>,
): (session: Session, payload: Payload | StreamPayload) => Promise<unknown> {
  async function store(session: Session, payload: Payload | StreamPayload): Promise<Outcome> {
    const longest = "bytes" in payload ? Infinity : STREAM_ABOVE_BYTES;
    const isLarge = lengthOf(payload) > Math.min(parallelAboveBytes, longest);
    if (isLarge) return inParts(session, payload);
    return whole(session, payload, await partOf(payload));
  }
  if (refreshAfterSec === undefined) return store;
  return (session, payload) =>
    storeOrRenew(
      session.signal,
      () => store(session, payload),
      () => renew(session, payload, refreshAfterSec),
    );
}

/** The MD5 by which a store accepts bytes: the digest itself, if it is one. */
export function md5Of(digest: string, bytes: Uint8Array): Buffer {
  if (digest.length === 32) return Buffer.from(digest, "hex");
  return createHash("md5").update(bytes).digest();
}

/**
 * Whether an object is there, before it is sent in parts.
 *
 * @param ask fails unless it is
 */
export async function isThere(
  ask: () => Promise<unknown>,
  statusOf: (error: unknown) => number | undefined,
): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    // Not there; or not allowed to know, as for a program that may only write. A HEAD is refused without a
    // reason (expired token, wrong keys): the upload that follows is told it.
    if ([400, 403, 404].includes(statusOf(error) ?? 0)) return false;
    throw error;
  }
}
