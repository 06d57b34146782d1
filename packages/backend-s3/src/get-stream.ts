import type { Readable } from "node:stream";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address, BackendContext, StoredStream } from "@kstash/core";
import { BrokenBody } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { asItComes } from "./chunks.js";
import { openObject } from "./get-object.js";
import { isAbsent } from "./sdk-error.js";

/** What is stored at an address, as it comes over the wire. */
export async function getStream(
  connection: Connection,
  address: Address,
  context: BackendContext,
  explain: (error: unknown) => unknown,
): Promise<StoredStream | undefined> {
  let first: GetObjectCommandOutput;
  try {
    first = await openObject(connection, address, {}, context.signal);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const { ContentLength: length } = first;
  if (length === undefined) {
    (first.Body as Readable).destroy();
    throw new BrokenBody("the store did not say how many bytes it sends");
  }
  return asItComes(connection, address, first, length, context, explain);
}
