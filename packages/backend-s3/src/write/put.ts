import {
  type CreateMultipartUploadCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import {
  FAR_ABOVE_BYTES,
  isThere,
  LARGE_BYTES,
  lengthOf,
  type Outcome,
  partOf,
  putterOf,
  retry,
  STREAM_ABOVE_BYTES,
} from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import { type Session, until } from "../client/connection.js";
import { changed } from "../client/request.js";
import { isConflict, nameOf, statusOf } from "../errors/sdk-error.js";
import type { S3Settings } from "../options.js";
import { CHECKED_BY_DIGEST, checkOf } from "./checksums.js";
import { conditionalWrites } from "./conditional.js";
import { metadataOf } from "./metadata.js";
import { putMultipart } from "./multipart.js";
import { renew } from "./renew.js";

/** Makes the function that stores a payload unless it is there already. */
export function putter(settings: S3Settings) {
  const { putOptions, parallelAboveBytes } = settings;
  const conditionally = conditionalWrites();

  /** What every request that stores the payload says of it. */
  const inputOf = (payload: Payload | StreamPayload) => ({
    ...putOptions,
    Bucket: payload.namespace,
    Key: payload.key,
    ContentType: payload.contentType,
    Metadata: metadataOf(payload, putOptions.Metadata),
  });

  function whole(session: Session, payload: Payload | StreamPayload, Body: Uint8Array) {
    const input = inputOf(payload);
    return conditionally((condition) =>
      putObject(session, { ...input, ...condition, ...checkOf(payload.digest), Body }),
    );
  }

  /** S3 itself says that an object is there only when all its parts have been sent: it is asked first. */
  async function unlessThere(session: Session, payload: Payload | StreamPayload): Promise<Outcome> {
    const input = inputOf(payload);
    const head = () => headFor(session, input);
    const { distance } = session;
    if (await distance.timed(() => isThere(head, statusOf))) return "found";
    const most = "bytes" in payload ? LARGE_BYTES : STREAM_ABOVE_BYTES;
    const isWhole = lengthOf(payload) <= most && !distance.isFar;
    if (parallelAboveBytes === undefined && isWhole) {
      return whole(session, payload, await partOf(payload));
    }
    return putMultipart(session, input, payload, conditionally);
  }

  // Another write was under way; or an upload was completed, and the answer was lost.
  const isWorthAnother = (error: unknown) => isConflict(error) || nameOf(error) === "NoSuchUpload";

  return putterOf<Session>(
    { ...settings, parallelAboveBytes: parallelAboveBytes ?? FAR_ABOVE_BYTES },
    {
      whole: (session, payload, bytes) =>
        retry(4, session.signal, isConflict, () => whole(session, payload, bytes)),
      inParts: (session, payload) =>
        retry(3, session.signal, isWorthAnother, () => unlessThere(session, payload)),
      renew: (session, payload, refreshAfterSec) =>
        renew(session, payload, refreshAfterSec, putOptions),
    },
  );
}

/** Stores by one request. */
function putObject(session: Session, input: PutObjectCommandInput) {
  const command = changed(new PutObjectCommand(input), CHECKED_BY_DIGEST);
  return session.client.send(command, until(session.signal));
}

function headFor({ client, signal }: Session, input: CreateMultipartUploadCommandInput) {
  const { Bucket, Key, ExpectedBucketOwner, RequestPayer } = input;
  const head = new HeadObjectCommand({ Bucket, Key, ExpectedBucketOwner, RequestPayer });
  return client.send(head, until(signal));
}
