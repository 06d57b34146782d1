import type { Readable } from "node:stream";
import { UnsupportedOperation } from "@kstash/core";
import * as operations from "../operations.js";
import { readAddress } from "./address.js";
import type { Command } from "./command.js";
import { type Options, toConfigOptions, toStreamConfigOptions } from "./options.js";
import { writeFileWhole } from "./output-file.js";
import { print } from "./output.js";
import { formatPayload } from "./payload-text.js";

export const retrieve: Command = {
  operands: ["ADDRESS"],
  summary: "print what is stashed there, verified",
  details: `Bytes and text are printed as they are, other data as JSON.

Bytes are printed as they arrive and verified at their end: if they are not those that were stored,
the command fails after it has printed them. FILE is written only once everything is verified, and
otherwise left as it was.`,
  options: ["out", "backends", "max-bytes"],
  async run([operand = ""], options, { stdin, stdout, signal }) {
    const address = await readAddress(operand, stdin);
    const content = await read(address, options, signal);
    if (options.out === undefined) await print(stdout, content);
    else await writeFileWhole(options.out, content);
  },
};

async function read(
  address: string,
  options: Options,
  signal: AbortSignal,
): Promise<Readable | Uint8Array> {
  try {
    const config = toStreamConfigOptions(options);
    return (await operations.retrieve(address, { config, signal, as: "stream" })).data;
  } catch (error) {
    if (!UnsupportedOperation.isInstance(error)) throw error;
    // Something other than bytes is there, which has to be decoded; if not even that is possible, this
    // says why.
    const config = toConfigOptions(options);
    return formatPayload((await operations.retrieve(address, { config, signal })).data);
  }
}
