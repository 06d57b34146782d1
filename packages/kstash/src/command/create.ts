import { open } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import * as operations from "../operations.js";
import type { Command } from "./command.js";
import { toConfigOptions, toStreamConfigOptions } from "./options.js";
import { print } from "./output.js";
import { checkKind, parsePayload } from "./payload-text.js";

export const create: Command = {
  operands: ["NAME", "[FILE]"],
  summary: "stash FILE (or standard input), print the address",
  details: `Bytes are never held in memory, however many they are. Text and JSON are read whole, and refused if
they are anything else.`,
  options: ["as", "namespace", "backends", "hash", "max-bytes"],
  async run([name = "", path], options, { stdin, stdout, signal }) {
    const { as = "bytes", namespace } = options;
    const kind = checkKind(as);
    const file = path === undefined || path === "-" ? undefined : await open(path);
    try {
      const data =
        kind === "bytes"
          ? (file ?? stdin)
          : parsePayload(await (file?.readFile() ?? buffer(stdin)), kind, path ?? "standard input");
      const config = kind === "bytes" ? toStreamConfigOptions(options) : toConfigOptions(options);
      const stash = await operations.create(name, data, { namespace, config, signal });
      await print(stdout, `${stash.address.text}\n`);
    } finally {
      await file?.close();
    }
  },
};
