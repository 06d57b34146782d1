import type { Payload, StreamPayload } from "@kstash/core";
import type { Connection } from "./connection.js";
import { metadataOf } from "./metadata.js";
import { putMultipart } from "./multipart.js";
import { DEFAULT_PARALLEL_ABOVE_BYTES, type S3Options } from "./options.js";
import { collect, partsOf, partsOfStream } from "./part-source.js";
import { type Outcome, putIfNone, putObject } from "./put-object.js";
import { renew } from "./renew.js";
import { statusOf } from "./sdk-error.js";

const ATTEMPTS = 3;

// A stream is not to be held: what is larger is never in memory as a whole.
const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** Stores a payload where nothing is stored yet; what is there already is the same. */
export type Put = (
  connection: Connection,
  payload: Payload | StreamPayload,
  signal: AbortSignal | undefined,
) => Promise<void>;

export function putter({
  putOptions = {},
  refreshAfterSec,
  parallelAboveBytes = DEFAULT_PARALLEL_ABOVE_BYTES,
}: S3Options): Put {
  // Whether the store knows conditional writes: false once it has shown that it does not.
  let conditional = true;

  async function store(
    connection: Connection,
    payload: Payload | StreamPayload,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const input = {
      ...putOptions,
      Bucket: payload.namespace,
      Key: payload.key,
      ContentType: payload.contentType,
      Metadata: metadataOf(payload, putOptions.Metadata),
    };
    const inMemory = "bytes" in payload;
    const source = inMemory ? partsOf(payload.bytes) : partsOfStream(payload);
    const limit = inMemory ? parallelAboveBytes : Math.min(parallelAboveBytes, STREAM_ABOVE_BYTES);
    if (source.length > limit) {
      return putMultipart(connection, input, source, conditional, signal);
    }
    const { digest } = payload;
    const whole = { digest, bytes: inMemory ? payload.bytes : await collect(payload) };
    if (!conditional) return putObject(connection, input, whole, signal);
    try {
      return await putIfNone(connection, input, whole, signal);
    } catch (error) {
      if (statusOf(error) !== 501) throw error;
      // The key is made of the content: to write it over itself changes nothing.
      const outcome = await putObject(connection, input, whole, signal);
      conditional = false;
      return outcome;
    }
  }

  return async (connection, payload, signal) => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await store(connection, payload, signal);
      if (outcome === "stored" || refreshAfterSec === undefined) return;
      if (await renew(connection, payload, refreshAfterSec, putOptions, signal)) return;
    }
    throw new Error("the object was removed or replaced each time that it was found");
  };
}
