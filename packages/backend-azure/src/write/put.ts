import { md5Of, percentEncode, putterOf } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { blobOf, type Session } from "../client/connection.js";
import type { AzurePutOptions, AzureSettings } from "../options.js";
import { putBlocks } from "./blocks.js";
import { unlessFound } from "./conditional.js";
import { renew } from "./renew.js";

/** Makes the function that stores a payload unless it is there already. */
export function putter(settings: AzureSettings) {
  const { putOptions } = settings;
  return putterOf<Session>(settings, {
    async whole(session, payload, bytes) {
      const { blobHTTPHeaders, ...fields } = fieldsOf(payload, putOptions);
      // By which Azure accepts the bytes, and keeps nothing of others (Put Blob, `x-ms-blob-content-md5`).
      const checked = { ...blobHTTPHeaders, blobContentMD5: md5Of(payload.digest, bytes) };
      return unlessFound(session.signal, (conditional) =>
        blobOf(session, payload).upload(bytes, bytes.length, {
          ...fields,
          ...conditional,
          blobHTTPHeaders: checked,
        }),
      );
    },
    inParts: (session, payload) =>
      putBlocks(blobOf(session, payload), payload, fieldsOf(payload, putOptions), session.signal),
    renew: (session, payload, refreshAfterSec) =>
      renew(blobOf(session, payload), refreshAfterSec, session.signal),
  });
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
