import { randomUUID } from "node:crypto";
import { isThere, md5Of, type Outcome, percentEncode, putterOf } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { objectUrl, sendForJson } from "../client/request.js";
import { isReplaced, statusOf } from "../errors/gcs-error.js";
import type { GcsSettings } from "../options.js";
import { renew } from "./renew.js";
import { putResumable } from "./resumable.js";
import type { Target } from "./target.js";

/** Makes the function that stores a payload unless it is there already. */
export function putter(settings: GcsSettings) {
  const { putOptions, refreshAfterSec } = settings;
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

  const { kmsKeyName } = putOptions;
  const targetOf = (session: Session, { namespace }: Payload | StreamPayload): Target => ({
    url: `${session.storage.apiEndpoint}/upload/storage/v1/b/${namespace}/o`,
    params: { ifGenerationMatch: "0", ...(kmsKeyName && { kmsKeyName }) },
  });

  return putterOf<Session>(settings, {
    whole(session, payload, bytes) {
      const md5Hash = md5Of(payload.digest, bytes).toString("base64");
      const object = { ...describe(payload), md5Hash };
      return unlessFound(() => putMultipart(session, targetOf(session, payload), object, bytes));
    },
    inParts: async (session, payload) =>
      (await isThere(() => lookFor(session, payload), statusOf))
        ? "found"
        : unlessFound(() =>
            putResumable(session, targetOf(session, payload), describe(payload), payload),
          ),
    renew,
  });
}

/** Runs a write that is to store nothing where an object is. */
async function unlessFound(write: () => Promise<void>): Promise<Outcome> {
  try {
    await write();
    return "stored";
  } catch (error) {
    if (isReplaced(error)) return "found";
    throw error;
  }
}

function lookFor(session: Session, payload: Payload | StreamPayload): Promise<unknown> {
  const url = objectUrl(session, payload);
  return sendForJson(session, { method: "GET", url, params: { fields: "generation" } });
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
