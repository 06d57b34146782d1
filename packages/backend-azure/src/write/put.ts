import { createHash } from "node:crypto";
import { lengthOf, type Outcome, partOf, percentEncode, storeOrRenew } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { blobOf, type Session } from "../client/connection.js";
import type { AzurePutOptions, AzureSettings } from "../options.js";
import { putBlocks } from "./blocks.js";
import { unlessFound } from "./conditional.js";
import { renew } from "./renew.js";

// A longer stream is never in memory as a whole.
const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** Makes the function that stores a payload unless it is there already. */
export function putter({ putOptions, refreshAfterSec, parallelAboveBytes }: AzureSettings) {
  async function store(session: Session, payload: Payload | StreamPayload): Promise<Outcome> {
    const blob = blobOf(session, payload);
    const fields = fieldsOf(payload, putOptions);
    const longest = "bytes" in payload ? Infinity : STREAM_ABOVE_BYTES;
    if (lengthOf(payload) > Math.min(parallelAboveBytes, longest)) {
      return putBlocks(blob, payload, fields, session.signal);
    }
    const bytes = await partOf(payload);
    const blobContentMD5 = md5Of(payload.digest, bytes);
    const blobHTTPHeaders = { ...fields.blobHTTPHeaders, blobContentMD5 };
    return unlessFound(session.signal, (conditional) =>
      blob.upload(bytes, bytes.length, { ...fields, ...conditional, blobHTTPHeaders }),
    );
  }

  return (session: Session, payload: Payload | StreamPayload): Promise<void> =>
    storeOrRenew(
      session.signal,
      () => store(session, payload),
      async () => {
        if (refreshAfterSec === undefined) return;
        await renew(blobOf(session, payload), refreshAfterSec, session.signal);
      },
    );
}

/** What is stored beside the bytes. Azure's keys of metadata are identifiers, and its values ASCII. */
function fieldsOf(payload: Payload | StreamPayload, putOptions: AzurePutOptions) {
  const { blobCacheControl, blobContentDisposition, metadata, ...fields } = putOptions;
  return {
    ...fields,
    metadata: {
      ...metadata,
      kstash_name: percentEncode(payload.name),
      kstash_namespace: percentEncode(payload.namespace),
    },
    blobHTTPHeaders: {
      blobContentType: payload.contentType,
      ...(blobCacheControl !== undefined && { blobCacheControl }),
      ...(blobContentDisposition !== undefined && { blobContentDisposition }),
    },
  };
}

/** By which Azure accepts the bytes, and keeps nothing of others (Put Blob, `x-ms-blob-content-md5`). */
function md5Of(digest: string, bytes: Uint8Array): Uint8Array {
  if (digest.length === 32) return Buffer.from(digest, "hex");
  return createHash("md5").update(bytes).digest();
}
