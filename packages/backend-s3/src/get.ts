import type { Readable } from "node:stream";
import type { Address, BackendContext, Stored } from "@kstash/core";
import { backoff } from "./abortable.js";
import { BrokenBody } from "./body-sink.js";
import type { Connection } from "./connection.js";
import { isAbsent } from "./sdk-error.js";
import { getCommand } from "./get-command.js";
import { readBody } from "./read-body.js";

const ATTEMPTS = 3;

/**
 * What is stored at an address. The SDK tries again what fails before the body; a body that breaks off
 * is read again from its start.
 */
export async function get(
  connection: Connection,
  address: Address,
  subject: string,
  context: BackendContext,
): Promise<Stored | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await getOnce(connection, address, subject, context);
    } catch (error) {
      if (isAbsent(error)) return undefined;
      if (!(error instanceof BrokenBody) || attempt === ATTEMPTS) throw error;
      await backoff(attempt + 1, context.signal);
    }
  }
}

async function getOnce(
  { sdk, client }: Connection,
  address: Address,
  subject: string,
  { config, signal }: BackendContext,
): Promise<Stored> {
  const command = getCommand(sdk, address);
  const output = await client.send(command, signal && { abortSignal: signal });
  const limits = { declared: output.ContentLength, max: config.maxPayloadBytes, subject };
  // Under Node the body is a stream of Node's.
  const bytes = await readBody(output.Body as Readable, limits, signal);
  // Never left out: a type that no codec claims is refused, where none would mean the first codec.
  return { bytes, contentType: output.ContentType ?? "" };
}
