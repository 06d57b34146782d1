import type { Readable } from "node:stream";
import { cbor } from "@kstash/codec-cbor";
import { createKstash, type Kstash, UnsupportedOperation } from "@kstash/core";
import { readAddress } from "./address.js";
import type { Command } from "./command.js";
import { type Options, toConfigOptions, toStreamConfigOptions } from "./options.js";
import { writeFileWhole } from "./output-file.js";
import { print } from "./output.js";
import { formatPayload } from "./payload-text.js";
import { isTerminal, Progress } from "./progress.js";
import { watchedLoaders } from "./with-progress.js";

export const retrieve: Command = {
  operands: ["ADDRESS"],
  summary: "print what is stashed there, verified",
  details: `Bytes and text are printed as they are, other data as JSON.

Bytes are printed as they arrive and verified at their end: if they are not those that were stored,
the command fails after it has printed them. FILE is written only once everything is verified, and
otherwise left as it was.

Bytes have no limit but --max-bytes. Other data is held in memory, and limited to 512 MiB.`,
  examples: `$ kstash retrieve 'inline://default/greeting?data=ZWhlbGxv'
hello
$ address=$(kstash create report report.pdf)
$ kstash retrieve "$address" --out copy.pdf
$ echo "$address" | kstash retrieve - | cmp - report.pdf`,
  options: ["out", "backends", "namespaces", "max-bytes", "quiet"],
  async run([operand = ""], options, { stdin, stdout, progress, signal }) {
    const address = await readAddress(operand, stdin);
    // On a terminal, the line would stand in the middle of the payload.
    const shown = options.out === undefined && isTerminal(stdout) ? new Progress() : progress;
    const kstash = createKstash({ codecs: [cbor], loaders: watchedLoaders(shown) });
    const content = await read(kstash, address, options, signal);
    if (options.out === undefined) await print(stdout, content);
    else await writeFileWhole(options.out, content);
  },
};

async function read(
  kstash: Kstash,
  address: string,
  options: Options,
  signal: AbortSignal,
): Promise<Readable | Uint8Array> {
  try {
    const config = toStreamConfigOptions(options);
    return (await kstash.retrieve(address, { config, signal, as: "stream" })).data;
  } catch (error) {
    if (!UnsupportedOperation.isInstance(error)) throw error;
    // Something other than bytes is there, which has to be decoded; if not even that is possible, this
    // says why.
    const config = toConfigOptions(options);
    return formatPayload((await kstash.retrieve(address, { config, signal })).data);
  }
}
