import { createHash, type Hash } from "node:crypto";
import { lengthOf, partOf, retry } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { objectUrl, type Response, send, sendOnce, textOf } from "../client/request.js";
import { isTransient, pace } from "../errors/gcs-error.js";
import type { Target } from "./target.js";

// A multiple of 256 KiB, as all but the last chunk has to be.
const CHUNK_BYTES = 8 * 1024 * 1024;

/** What the store answers when it has all: the object. */
interface StoredObject {
  readonly md5Hash?: string;
  readonly generation?: string;
}

/**
 * Stores a large payload by a resumable upload ("Perform resumable uploads", JSON API). Whatever goes
 * wrong, the upload is cancelled, and nothing is left behind.
 */
export async function putResumable(
  session: Session,
  { url, params }: Target,
  object: { readonly contentType: string },
  payload: Payload | StreamPayload,
): Promise<void> {
  const begun = await send(session, {
    method: "POST",
    url,
    params: { ...params, uploadType: "resumable" },
    headers: { "content-type": "application/json", "x-upload-content-type": object.contentType },
    body: Buffer.from(JSON.stringify(object)),
  });
  await textOf(begun.body);
  const upload = begun.headers["location"] ?? "";
  // The store knows the MD5 beforehand only where it is the digest, as a stream is read but once.
  const hash = createHash("md5");
  try {
    const { md5Hash, generation = "" } = await sendChunks(session, upload, payload, hash);
    if (md5Hash === undefined || md5Hash === hash.digest("base64")) return;
    const changed = { url: objectUrl(session, payload), params: { ifGenerationMatch: generation } };
    await tryTo(sendOnce(session, { method: "DELETE", ...changed }, undefined));
  } catch (error) {
    // Not to be aborted: what the caller is to know is the failure itself.
    await tryTo(sendOnce(session, { method: "DELETE", url: upload, accepts: [499] }, undefined));
    throw error;
  }
  throw Object.assign(new Error("the MD5 of the object is another"), { name: "Md5Mismatch" });
}

async function tryTo(request: Promise<Response>): Promise<void> {
  await request.then(
    ({ body }) => body.destroy(),
    () => {},
  );
}

async function sendChunks(
  session: Session,
  upload: string,
  payload: Payload | StreamPayload,
  hash: Hash,
): Promise<StoredObject> {
  const { signal } = session;
  const total = lengthOf(payload);
  let isUnsure = false;
  let start = 0;
  let hashed = 0;
  const sendNext = async (): Promise<number | StoredObject> => {
    // A chunk whose answer was lost may have been stored as a whole or in part.
    if (isUnsure) {
      const there = await putRange(session, upload, undefined, start, total);
      if (typeof there !== "number") return there;
      start = there;
    }
    isUnsure = true;
    const end = Math.min(start + CHUNK_BYTES, total);
    const bytes = await partOf(payload, start, end);
    hash.update(bytes.subarray(hashed - start));
    hashed = end;
    const next = await putRange(session, upload, bytes, start, total);
    isUnsure = false;
    return next;
  };
  for (;;) {
    const next = await retry(4, signal, isTransient, sendNext, pace);
    if (typeof next !== "number") return next;
    start = next;
  }
}

/**
 * Sends a chunk, or (`undefined`) asks how much there is.
 *
 * @returns up to where the store has it, or the object if that is all
 */
async function putRange(
  session: Session,
  upload: string,
  bytes: Uint8Array | undefined,
  start: number,
  total: number,
): Promise<number | StoredObject> {
  const range = bytes ? `${start}-${start + bytes.length - 1}` : "*";
  const { status, headers, body } = await sendOnce(
    session,
    {
      method: "PUT",
      url: upload,
      headers: { "content-range": `bytes ${range}/${total}` },
      body: bytes ?? new Uint8Array(),
      accepts: [308],
    },
    session.signal,
  );
  const text = await textOf(body);
  if (status !== 308) return JSON.parse(text) as StoredObject;
  const last = /(\d+)$/.exec(String(headers["range"]))?.[1];
  return last === undefined ? 0 : Number(last) + 1;
}
