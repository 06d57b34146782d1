import type { Backend } from "@kstash/core";
import { type createClient, RESP_TYPES } from "redis";

/** What a Redis backend is made of. */
export interface RedisOptions {
  /** A client of the `redis` package: yours to connect, and to close. */
  readonly client: ReturnType<typeof createClient>;
  /** How long a stash lives after it was last put, in seconds. Default: until it is removed. */
  readonly ttlSec?: number;
  /** What every key starts with. Default `"kstash:"`. */
  readonly prefix?: string;
}

// RFC 6838 section 4.2 gives each side of a media type 127 characters; then there is the NUL.
const MAX_HEAD = 256;

/**
 * Stashes in Redis, one string each: the media type, a NUL, the payload. What has expired is absent.
 * Putting a stash again renews its time to live.
 */
export function redis({ client, ttlSec, prefix = "kstash:" }: RedisOptions): Backend {
  const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  // The client drops a command that is still queued, and answers one that is under way.
  const stopping = (signal?: AbortSignal) => (signal ? binary.withAbortSignal(signal) : binary);
  const keyOf = (at: { namespace: string; key: string }) => `${prefix}${at.namespace}/${at.key}`;

  return {
    specification: "v1",
    name: "redis",
    async put(payload, { signal }) {
      const value = Buffer.concat([Buffer.from(`${payload.contentType}\0`), payload.bytes]);
      const options = ttlSec === undefined ? {} : { EX: ttlSec };
      await stopping(signal).set(keyOf(payload), value, options);
      return payload.address;
    },
    async get(address, { config, signal }) {
      // One byte over the limit is enough for core to refuse it; no more is loaded.
      const last = MAX_HEAD + config.maxPayloadBytes;
      const value = await stopping(signal).getRange(keyOf(address), 0, last);
      if (!value?.length) return undefined;
      const head = value.indexOf(0);
      return {
        contentType: value.toString("latin1", 0, head),
        bytes: new Uint8Array(value.subarray(head + 1)),
      };
    },
    async remove(address, { signal }) {
      return (await stopping(signal).del(keyOf(address))) > 0;
    },
  };
}
