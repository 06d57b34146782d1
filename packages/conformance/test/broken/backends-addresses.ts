import { Address } from "@kstash/core";
import { mapBackend } from "../reference/map-backend.js";
import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);

/** They issue addresses that say something else, or nothing to others. */
export const addresses: BrokenBackends = {
  "keeps stashes in the instance": {
    backend: (correct) => correct,
    harness: { backend: () => mapBackend(new Map()) },
    fails: {
      "another instance reads it from the same storage": text(
        "^when put returns, the payload is there for every reader of the storage; get returned",
      ),
      "an address can be sent as text": text(
        "^get reads an address that was sent as text; get returned",
      ),
      "create and retrieve return equal stashes": text("^stash not found: "),
      "16 writers that put different payloads under one name do not disturb each other": text(
        "^each of several payloads under one name is kept; get returned undefined$",
      ),
    },
  },
  "knows SHA-256 digests alone": {
    backend: (correct) => ({
      ...correct,
      put: (payload, context) => {
        if (payload.digest.length !== 64) throw new Error("not a SHA-256");
        return correct.put(payload, context);
      },
    }),
    fails: {
      "payloads are stored under MD5 and under SHA-256 digests": text("^not a SHA-256$"),
      "create and retrieve return equal stashes": text("not a SHA-256$"),
    },
  },
  "hides the name": {
    backend: (correct) => {
      const hidden = new Map<string, Address>();
      return {
        ...correct,
        put: async (payload, context) => {
          const address = Address.parse((await correct.put(payload, context)) ?? "");
          const { digest, namespace } = payload;
          const name = `hidden-${Buffer.from(payload.key).toString("hex").slice(0, 200)}`;
          const shown = Address.from({ scheme: "map", namespace, name, digest });
          hidden.set(shown.text, address);
          return shown.text;
        },
        get: (address, context) => correct.get(hidden.get(address.text) ?? address, context),
        remove: (address, context) => correct.remove(hidden.get(address.text) ?? address, context),
      };
    },
    fails: {
      "the address, or what get returns, says namespace, name and digest": text(
        "^the address, or what get returns, has the payload's name$",
      ),
      "odd names of every kind are kept apart, to the letter": text(
        '^the name "0123456789" comes back to the letter; "hidden-',
      ),
      "the longest names are kept to the last character": text(
        'comes back to the letter; "hidden-',
      ),
      "create and retrieve return equal stashes": text(
        "^a retrieved stash has the name that it was created with$",
      ),
    },
  },
  "writes its scheme in capitals": {
    backend: (correct) => ({
      ...correct,
      put: async (payload, context) =>
        String(await correct.put(payload, context)).replace("map:", "MAP:"),
    }),
    fails: {
      "an address can be sent as text": text(
        "^an address that is parsed and printed stays the same$",
      ),
    },
  },
  "does not escape the name": {
    backend: (correct) => ({
      ...correct,
      put: async (payload, context) => {
        await correct.put(payload, context);
        return `map://${payload.namespace}/${payload.key}`;
      },
    }),
    fails: {
      "the address, or what get returns, says namespace, name and digest": text(
        "^an address parses: invalid address .*: it does not end in a digest",
      ),
      "an address can be sent as text": text(
        "^an address that is parsed and printed stays the same$",
      ),
      "odd names of every kind are kept apart, to the letter": text(
        '^an address parses: invalid address .*: it has a "#"',
      ),
      "names that differ only in a percent sign are kept apart": text(
        '^"a%41" and "aA" are different names: only the first was removed$',
      ),
    },
  },
};
