import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { Connection } from "../client/connection.js";
import { bodyCheck, checkOnce } from "./checksums.js";

/** Stores by one PutObject, whose body is checked by its digest (lowercase hex). */
export async function putObject(
  { sdk, client }: Connection,
  input: PutObjectCommandInput,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const command = new sdk.PutObjectCommand({ ...input, ...bodyCheck(digest) });
  checkOnce(command, digest);
  await client.send(command, signal && { abortSignal: signal });
}
