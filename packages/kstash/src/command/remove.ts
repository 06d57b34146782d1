import * as operations from "../operations.js";
import { readAddress } from "./address.js";
import type { Command } from "./command.js";
import { toConfigOptions } from "./options.js";
import { print } from "./output.js";

export const remove: Command = {
  operands: ["ADDRESS"],
  summary: "remove it, for everyone who has the address",
  examples: `$ address=$(kstash create report report.pdf)
$ kstash remove "$address"
removed
$ kstash remove "$address"
nothing was there`,
  options: ["backends", "namespaces"],
  async run([operand = ""], options, { stdin, stdout, signal }) {
    const address = await readAddress(operand, stdin);
    const config = toConfigOptions(options);
    const removed = await operations.remove(address, { config, signal });
    await print(stdout, removed ? "removed\n" : "nothing was there\n");
  },
};
