import type { Readable } from "node:stream";
import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Address } from "@kstash/core";
import { backoff } from "./abortable.js";
import { BrokenBody, type BodySink } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { getCommand } from "./get-command.js";
import { readBody } from "./read-body.js";

const ATTEMPTS = 3;

/** Which bytes, and of which version: `Range` and `If-Match`. */
export type Selection = Pick<GetObjectCommandInput, "Range" | "IfMatch">;

/** Asks for an object, or a part of it; its body is still to be read. */
export function openObject(
  { sdk, client }: Connection,
  address: Address,
  selection: Selection,
  signal: AbortSignal | undefined,
): Promise<GetObjectCommandOutput> {
  const command = getCommand(sdk, address, selection);
  return client.send(command, signal && { abortSignal: signal });
}

/**
 * Reads a body to its end. The SDK tries again what fails before the body; a body that breaks off is
 * asked for again, from its start.
 */
export async function readObject(
  first: GetObjectCommandOutput | undefined,
  open: () => Promise<GetObjectCommandOutput>,
  sinkFor: (output: GetObjectCommandOutput) => BodySink,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  let output = first;
  for (let attempt = 1; ; attempt += 1) {
    const opened = output ?? (await open());
    output = undefined;
    try {
      // Under Node the body is a stream of Node's.
      return await readBody(opened.Body as Readable, () => sinkFor(opened));
    } catch (error) {
      if (!(error instanceof BrokenBody) || attempt === ATTEMPTS) throw error;
      await backoff(attempt + 1, signal);
    }
  }
}
