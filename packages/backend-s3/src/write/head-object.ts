import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandInput,
  type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import type { Readable } from "node:stream";
import { type Session, until } from "../client/connection.js";
import { statusOf } from "../errors/sdk-error.js";

/**
 * HeadObject. S3 answers a HEAD without a body, so when it refuses one (400 for an expired token, 403 for
 * wrong keys), a GET of one byte is asked for the reason.
 */
export async function headObject(
  { client, signal }: Session,
  input: HeadObjectCommandInput,
): Promise<HeadObjectCommandOutput> {
  try {
    return await client.send(new HeadObjectCommand(input), until(signal));
  } catch (error) {
    const status = statusOf(error);
    if (status !== 400 && status !== 403) throw error;
    const get = new GetObjectCommand({ ...input, Range: "bytes=0-0" });
    const reason = await client.send(get, until(signal)).then(
      ({ Body }) => void (Body as Readable).destroy(),
      (reason: unknown) => reason,
    );
    throw statusOf(reason) === status ? reason : error;
  }
}
