import * as operations from "../operations.js";
import { readAddress } from "./address.js";
import type { Command } from "./command.js";
import { toConfigOptions, toNumber } from "./options.js";
import { print } from "./output.js";

export const share: Command = {
  operands: ["ADDRESS"],
  summary: "print a short-lived https link to it",
  details: "Whoever has the link can read the payload until it expires: keep it out of logs.",
  examples: `$ address=$(kstash create report report.pdf)
$ kstash share "$address" --ttl 60
http…`,
  options: ["ttl", "backends", "namespaces"],
  async run([operand = ""], options, { stdin, stdout, signal }) {
    const address = await readAddress(operand, stdin);
    const config = toConfigOptions(options);
    const link = await operations.share(address, { config, signal, ttlSec: toNumber(options.ttl) });
    await print(stdout, `${link}\n`);
  },
};
