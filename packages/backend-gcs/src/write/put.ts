import { createHash, randomUUID } from "node:crypto";
import { lengthOf, type Outcome, partOf, percentEncode, storeOrRenew } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { sendForJson } from "../client/request.js";
import { isReplaced } from "../errors/gcs-error.js";
import type { GcsSettings } from "../options.js";
import { renew } from "./renew.js";
import { putResumable } from "./resumable.js";
import type { Target } from "./target.js";

// A longer stream is never in memory as a whole.
const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** Makes the function that stores a payload unless it is there already. */
export function putter({ putOptions, refreshAfterSec, parallelAboveBytes }: GcsSettings) {
  /** The object as the JSON API describes it. */
  function describe({ key, contentType, digest, name, namespace }: Payload | StreamPayload) {
    const { kmsKeyName: _, ...fields } = putOptions;
    return {
      ...fields,
      name: key,
      contentType,
      metadata: {
        ...putOptions.metadata,
        "kstash-name": percentEncode(name),
        "kstash-namespace": percentEncode(namespace),
      },
      // By which the store accepts the bytes, and keeps nothing of others.
      ...(digest.length === 32 && { md5Hash: Buffer.from(digest, "hex").toString("base64") }),
      ...(refreshAfterSec !== undefined && { customTime: new Date().toISOString() }),
    };
  }

  async function store(session: Session, payload: Payload | StreamPayload): Promise<Outcome> {
    const { kmsKeyName } = putOptions;
    const target = {
      url: `${session.storage.apiEndpoint}/upload/storage/v1/b/${payload.namespace}/o`,
      params: { ifGenerationMatch: "0", ...(kmsKeyName && { kmsKeyName }) },
    };
    const longest = "bytes" in payload ? Infinity : STREAM_ABOVE_BYTES;
    try {
      if (lengthOf(payload) > Math.min(parallelAboveBytes, longest)) {
        return await putResumable(session, target, describe(payload), payload);
      }
      const bytes = await partOf(payload);
      const md5Hash = createHash("md5").update(bytes).digest("base64");
      const object = { md5Hash, ...describe(payload) };
      await putMultipart(session, target, object, bytes);
      return "stored";
    } catch (error) {
      if (isReplaced(error)) return "found";
      throw error;
    }
  }

  return (session: Session, payload: Payload | StreamPayload): Promise<void> =>
    storeOrRenew(
      session.signal,
      () => store(session, payload),
      async () => {
        if (refreshAfterSec !== undefined) await renew(session, payload, refreshAfterSec);
      },
    );
}

/** Stores by one request ("Multipart upload", JSON API). */
async function putMultipart(
  session: Session,
  { url, params }: Target,
  object: { readonly contentType: string },
  bytes: Uint8Array,
): Promise<void> {
  const boundary = randomUUID();
  const body = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(object)}\r\n` +
        `--${boundary}\r\nContent-Type: ${object.contentType}\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  await sendForJson(session, {
    method: "POST",
    url,
    params: { ...params, uploadType: "multipart" },
    headers: { "content-type": `multipart/related; boundary=${boundary}` },
    body,
  });
}
