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
      "another instance over the same storage reads it": text(
        "^when put answers, the payload is there for every reader of the storage; get answered",
      ),
      "an address survives as text": text(
        "^get reads an address that was sent as text; get answered",
      ),
      "create and retrieve give back equal stashes": text("^stash not found: "),
      "16 writers of different payloads under one name do not disturb each other": text(
        "^each of several payloads under one name is kept; get answered undefined$",
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
      "MD5 and SHA-256 digests are both stored under": text("^not a SHA-256$"),
      "create and retrieve give back equal stashes": text("not a SHA-256$"),
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
      "the address, or what get gives, says namespace, name and digest": text(
        "^the name is the payload's, in the address or in what get gives$",
      ),
      "names of every odd kind are kept apart, and to the letter": text(
        '^the name "0123456789" comes back to the letter; "hidden-',
      ),
      "the longest names are kept, to the last character": text(
        'comes back to the letter; "hidden-',
      ),
      "create and retrieve give back equal stashes": text(
        "^a stash that is retrieved has the name that it was given$",
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
      "an address survives as text": text("^parsed and printed, an address is the same$"),
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
      "the address, or what get gives, says namespace, name and digest": text(
        "^an address parses: invalid address .*: it does not end in a digest",
      ),
      "an address survives as text": text("^parsed and printed, an address is the same$"),
      "names of every odd kind are kept apart, and to the letter": text(
        '^an address parses: invalid address .*: it has a "#"',
      ),
      "names that differ only in a percent sign are two": text(
        '^"a%41" and "aA" are two names: only the first was removed$',
      ),
    },
  },
};
