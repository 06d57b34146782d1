import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import { lengthOf, type Outcome, partOf, retry, storeOrRenew } from "@kstash/backend-kit";
import type { Payload, StreamPayload } from "@kstash/core";
import type { Session } from "../client/connection.js";
import { isConflict } from "../errors/sdk-error.js";
import type { S3Settings } from "../options.js";
import { checkByDigest } from "./checksums.js";
import { conditionalWrites } from "./conditional.js";
import { metadataOf } from "./metadata.js";
import { putMultipart } from "./multipart.js";
import { renew } from "./renew.js";

// A longer stream is never in memory as a whole.
const STREAM_ABOVE_BYTES = 16 * 1024 * 1024;

/** Makes the function that stores a payload unless it is there already. */
export function putter({ putOptions, refreshAfterSec, parallelAboveBytes }: S3Settings) {
  const conditionally = conditionalWrites();

  async function store(session: Session, payload: Payload | StreamPayload): Promise<Outcome> {
    const input = {
      ...putOptions,
      Bucket: payload.namespace,
      Key: payload.key,
      ContentType: payload.contentType,
      Metadata: metadataOf(payload, putOptions.Metadata),
    };
    const longest = "bytes" in payload ? Infinity : STREAM_ABOVE_BYTES;
    if (lengthOf(payload) > Math.min(parallelAboveBytes, longest)) {
      return putMultipart(session, input, payload, conditionally);
    }
    const Body = await partOf(payload);
    return retry(4, session.signal, isConflict, () =>
      conditionally((condition) =>
        putObject(session, { ...input, ...condition, Body }, payload.digest),
      ),
    );
  }

  return (session: Session, payload: Payload | StreamPayload): Promise<void> =>
    storeOrRenew(
      session.signal,
      () => store(session, payload),
      async () => {
        if (refreshAfterSec === undefined) return;
        await renew(session, payload, refreshAfterSec, putOptions);
      },
    );
}

/** Stores by one request. */
async function putObject(session: Session, input: PutObjectCommandInput, digest: string) {
  const command = new session.sdk.PutObjectCommand(input);
  checkByDigest(command, digest);
  await session.client.send(command, session.sending);
}
