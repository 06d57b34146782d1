import type { Payload, StreamPayload } from "@kstash/core";
import { retry } from "../async/retry.js";
import type { Connection } from "../client/connection.js";
import { isConflict } from "../errors/sdk-error.js";
import { DEFAULT_PARALLEL_ABOVE_BYTES, type S3Options } from "../options.js";
import { conditionalWrites, type Outcome } from "./conditional.js";
import { metadataOf } from "./metadata.js";
import { putMultipart } from "./multipart.js";
import { lengthOf, partOf } from "./parts.js";
import { putObject } from "./put-object.js";
import { ObjectReplaced, renew } from "./renew.js";

// A longer stream is never in memory as a whole.
const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** Stores a payload unless it is there already. */
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
  const conditionally = conditionalWrites();

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
    const longest = "bytes" in payload ? Infinity : STREAM_ABOVE_BYTES;
    if (lengthOf(payload) > Math.min(parallelAboveBytes, longest)) {
      return putMultipart(connection, input, payload, conditionally, signal);
    }
    const Body = await partOf(payload);
    return retry(4, signal, isConflict, () =>
      conditionally((condition) =>
        putObject(connection, { ...input, ...condition, Body }, payload.digest, signal),
      ),
    );
  }

  return (connection, payload, signal) =>
    retry(
      3,
      signal,
      (error) => error instanceof ObjectReplaced,
      async () => {
        const outcome = await store(connection, payload, signal);
        if (outcome === "stored" || refreshAfterSec === undefined) return;
        await renew(connection, payload, refreshAfterSec, putOptions, signal);
      },
    );
}
