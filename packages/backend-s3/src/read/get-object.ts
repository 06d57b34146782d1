import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { GetObjectCommand, type GetObjectCommandInput } from "@aws-sdk/client-s3";
import { abortable, type Answer, type ByteRange, totalLength } from "@kstash/backend-kit";
import type { Address } from "@kstash/core";
import { type Connection, until } from "../client/connection.js";
import { changed, type Changes } from "../client/request.js";

/**
 * GetObject of an address, without the SDK's own check of the body: core compares the digest, and a
 * second checksum would cost as much again. A signed link is spared a header that not every store
 * outside AWS knows.
 *
 * @param selection which bytes, of which version
 */
export function getCommand(
  { namespace, key }: Address,
  selection: Pick<GetObjectCommandInput, "Range" | "IfMatch"> = {},
) {
  const command = new GetObjectCommand({ ...selection, Bucket: namespace, Key: key });
  return changed(command, UNCHECKED);
}

const UNCHECKED: Changes = {
  late({ headers }, input: GetObjectCommandInput) {
    delete headers["x-amz-checksum-mode"];
    delete input.ChecksumMode;
  },
};

/** Asks for an object or a part of it. */
export async function getObject(
  connection: Connection,
  address: Address,
  range: ByteRange | undefined,
  version: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const selection = { Range: range && rangeHeader(range), IfMatch: version };
  const sent = connection.client.send(getCommand(address, selection), until(signal));
  const { Body, ContentLength, ContentRange, ContentType, ETag } = await abortable(sent, signal);
  return {
    body: toReadable(Body as Readable | ReadableStream),
    isRange: ContentRange !== undefined,
    length: totalLength(ContentRange, ContentLength),
    // Never left out: an unknown type is refused, whereas no type would mean the first codec.
    contentType: ContentType ?? "",
    version: ETag,
  };
}

/** The SDK's build for Workers answers with a web stream. */
function toReadable(body: Readable | ReadableStream): Readable {
  return "getReader" in body ? Readable.fromWeb(body) : body;
}

/** `Range` (RFC 9110, section 14.1.2). */
function rangeHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end === undefined ? "" : end - 1}`;
}
