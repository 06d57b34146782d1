import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { abortable } from "../async/abort.js";
import type { Connection, Session } from "../client/connection.js";
import { changeRequest } from "../client/request.js";

/** Which bytes, of which version. */
type Selection = Pick<GetObjectCommandInput, "Range" | "IfMatch">;

/**
 * GetObject of an address, without the SDK's own check of the body: core compares the digest, and a
 * second checksum would cost as much again. A signed link is spared a header that not every store
 * outside AWS knows.
 */
export function getCommand(
  { sdk }: Connection,
  { namespace, key }: Address,
  selection: Selection = {},
) {
  const command = new sdk.GetObjectCommand({ ...selection, Bucket: namespace, Key: key });
  changeRequest(command, "low", ({ headers }, input) => {
    delete headers["x-amz-checksum-mode"];
    delete input.ChecksumMode;
  });
  return command;
}

/** Asks for an object or a part of it. Read its body to the end, or destroy it. */
export function getObject(
  session: Session,
  address: Address,
  selection: Selection,
): Promise<GetObjectCommandOutput> {
  const { client, sending, signal } = session;
  return abortable(client.send(getCommand(session, address, selection), sending), signal);
}

/** `Range` for the bytes from `start` up to but not including `end` (RFC 9110, section 14.1.2). */
export function rangeHeader(start: number, end: number | undefined): string {
  return `bytes=${start}-${end === undefined ? "" : end - 1}`;
}
