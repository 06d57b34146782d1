import { type BrokenBackends, placedBy } from "./broken-backend.js";

/** They do not keep stashes apart, or names not to the letter. */
export const keys: BrokenBackends = {
  "normalises the name": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.normalize("NFC") })),
    fails: {
      "names that differ only in normalisation form are two":
        /^"\u00e9" and "e\u0301" are two names: only the first was put$/,
    },
  },
  "has case-insensitive keys": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.toLowerCase() })),
    fails: {
      "names that differ only in case are two":
        /^"Case" and "case" are two names: only the first was put$/,
    },
  },
  "undoes escapes in the key": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.replace(/%([0-9a-f]{2})/gi, decoded) })),
    fails: {
      "names that differ only in a percent sign are two":
        /^"a%41" and "aA" are two names: only the first was put$/,
    },
  },
  "reads a plus sign as a space": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.replaceAll("+", " ") })),
    fails: {
      "names that differ only in a separator or a space are two":
        /^"a\+b" and "a b" are two names: only the first was put$/,
    },
  },
  "makes a file name of the key": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.replace(/[^\p{L}\p{M}\d.%+ -]/gu, "_") })),
    fails: {
      "names that differ only in a separator or a space are two":
        /^"a\/b" and "a\\\\b" are two names: only the first was put$/,
    },
  },
  "cuts a long key off": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: `${key.slice(0, 255)}${key.slice(-64)}` })),
    fails: {
      "the longest names are kept, to the last character":
        /^the longest names are kept whole: only the first was put$/,
    },
  },
  "keeps the last payload of a name": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.slice(0, key.lastIndexOf(".")) })),
    fails: {
      "16 writers of different payloads under one name do not disturb each other":
        /^(each of several payloads under one name is kept|as soon as one of several writers is answered, the payload is there, whole): byte 0 of 1024 differs$/,
      "get of what was never put is undefined beside a stash of the same name":
        /^where there is nothing, get answers undefined .*; it answered something of 24 bytes$/,
      "remove leaves every other stash":
        /^remove takes one stash, and leaves those of similar names$/,
    },
  },
  "forgets the namespace": {
    backend: (correct) => placedBy(correct, () => ({ namespace: "one" })),
    fails: {
      "a namespace shows nothing of another": /^what is put in one namespace is not in another$/,
    },
  },
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
