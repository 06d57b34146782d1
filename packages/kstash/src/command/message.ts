import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Kstash, StashNotFound } from "@kstash/core";
import * as operations from "../operations.js";
import type { Command } from "./command.js";
import { Failures } from "./errors.js";
import { toConfigOptions, toList, toNumber } from "./options.js";
import { print } from "./output.js";
import { formatJson, parsePayload } from "./payload-text.js";

export const message: Command = {
  operands: ["[FILE]"],
  summary: "print a JSON message with data in place of its references",
  details: `The message in FILE (or on standard input) is printed as JSON, and in place of each reference,
{ "$kstash": "ADDRESS" }, what is stashed there. A string is followed only in the fields that
--fields lists, such as dataref of a CloudEvent. Bytes are written { "$bytes": base64 }.

What is not there any more is reported with its field, its reference stays, and the exit status is
3. On any other failure nothing is printed.

All the payloads of a message together are limited to 64 MiB, or --max-bytes.`,
  examples: `$ echo '{"id":12,"text":{"$kstash":"inline://default/message?data=ZWhlbGxv"}}' > letter.json
$ kstash message letter.json
{
  "id": 12,
  "text": "hello"
}
$ echo '{"context":"inline://default/message?data=ZWhlbGxv"}' | kstash message --fields context
{
  "context": "hello"
}`,
  options: ["fields", "backends", "namespaces", "max-bytes"],
  async run([path = "-"], options, { stdin, stdout, signal }) {
    const bytes = path === "-" ? await buffer(stdin) : await readFile(path, { signal });
    const input = parsePayload(bytes, "json", path === "-" ? "standard input" : path);
    // A string or a number refers to nothing.
    if (typeof input !== "object" || input === null) return print(stdout, formatJson(input));

    // Only here, so that no other subcommand loads it.
    const { createMessages, findReferences, referenceTo } = await import("@kstash/messages");
    const addresses = new WeakMap<object, string>();
    const { hydrate } = createMessages({
      kstash: { ...operations, retrieve: retrieveNoting(addresses) },
      config: toConfigOptions(options),
    });
    // An array is one message, too, whose fields are "0.text" and so on.
    const whole: object = Array.isArray(input) ? { ...input } : input;
    const references = new Set(findReferences(whole).map(({ path }) => path.join(".")));
    const missing: StashNotFound[] = [];
    const hydrated = await hydrate(whole, {
      fields: toList(options.fields),
      maxBytes: toNumber(options["max-bytes"]),
      signal,
      onMissing(field, error) {
        missing.push(error);
        const address = addresses.get(error.cause as object)!;
        return references.has(field) ? referenceTo(address) : address;
      },
    });
    await print(stdout, formatJson(Array.isArray(input) ? Object.values(hydrated) : hydrated));
    if (missing.length > 0) throw new Failures(missing);
  },
};

/** `retrieve`, which notes the address for which each `StashNotFound` was thrown. */
function retrieveNoting(addresses: WeakMap<object, string>): Kstash["retrieve"] {
  return (async (...args: Parameters<Kstash["retrieve"]>) => {
    try {
      return await operations.retrieve(...args);
    } catch (error) {
      if (StashNotFound.isInstance(error)) addresses.set(error, String(args[0]));
      throw error;
    }
  }) as Kstash["retrieve"];
}
