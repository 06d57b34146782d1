import { InvalidConfig, type Kstash } from "@kstash/core";
import type { StorageDriver } from "@temporalio/common";
import { addressOf, claimOf } from "./claim.js";
import { toFailure } from "./failure.js";
import { inParallel } from "./in-parallel.js";
import { decodePayload, encodePayload } from "./payload.js";

export interface KstashDriverOptions {
  /** Stores and reads the payloads: a kstash with a config of your own, or the umbrella itself. */
  readonly kstash: Pick<Kstash, "create" | "retrieve">;
  /** Where payloads are kept: the bucket on S3. Default `"default"`. */
  readonly namespace?: string | undefined;
  /**
   * What every reference in a history calls the driver, and what its stashes are called:
   * `s3://namespace/kstash.<digest>`. Keep it as long as there are histories with it. Default `"kstash"`.
   */
  readonly name?: string | undefined;
  /**
   * How many payloads of one call are stored or read at a time. The call holds all of them anyway. Default 32:
   * fewer than the 50 connections of the AWS SDK.
   */
  readonly concurrency?: number | undefined;
}

/**
 * A driver for Temporal's external storage: payloads over the threshold become stashes, and histories
 * hold their addresses. Equal payloads share one stash, whichever workflow they belong to.
 *
 * What a history says is untrusted: an address in it is read only as far as the kstash's config allows.
 *
 * Its methods throw Temporal's `ApplicationFailure`. The `type` is the kind of kstash's error and the
 * `cause` that error; it is not retryable where no retry would help (see the README). An abort rejects
 * with the signal's reason.
 *
 * @throws {InvalidConfig} for a `concurrency` that is no whole number greater than 0
 */
export function kstashDriver({
  kstash,
  namespace = "default",
  name = "kstash",
  concurrency = 32,
}: KstashDriverOptions): StorageDriver {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new InvalidConfig(
      "invalid config (concurrency): must be a whole number of payloads, greater than 0",
    );
  }
  return {
    name,
    type: "kstash",

    async store({ abortSignal }, payloads) {
      try {
        return await inParallel(payloads, concurrency, abortSignal, async (payload, signal) => {
          const options = { namespace, signal };
          const { address } = await kstash.create(name, encodePayload(payload), options);
          return claimOf(address);
        });
      } catch (error) {
        throw toFailure(error);
      }
    },

    async retrieve({ abortSignal }, claims) {
      try {
        return await inParallel(claims, concurrency, abortSignal, async (claim, signal) =>
          decodePayload(await kstash.retrieve(addressOf(claim), { signal })),
        );
      } catch (error) {
        throw toFailure(error);
      }
    },
  };
}
