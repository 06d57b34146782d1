import { type BrokenBackends, placedBy } from "./broken-backend.js";

/** They do not keep stashes apart, or names not to the letter. */
export const keys: BrokenBackends = {
  "normalises the name": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.normalize("NFC") })),
    fails: {
      "names that differ only in normalisation form are kept apart":
        /^"\u00e9" and "e\u0301" are different names: only the first was put$/,
    },
  },
  "has case-insensitive keys": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.toLowerCase() })),
    fails: {
      "names that differ only in case are kept apart":
        /^"Case" and "case" are different names: only the first was put$/,
    },
  },
  "undoes escapes in the key": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.replace(/%([0-9a-f]{2})/gi, decoded) })),
    fails: {
      "names that differ only in a percent sign are kept apart":
        /^"a%41" and "aA" are different names: only the first was put$/,
    },
  },
  "reads a plus sign as a space": {
    backend: (correct) => placedBy(correct, ({ key }) => ({ key: key.replaceAll("+", " ") })),
    fails: {
      "names that differ only in a separator or a space are kept apart":
        /^"a\+b" and "a b" are different names: only the first was put$/,
    },
  },
  "makes a file name of the key": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.replace(/[^\p{L}\p{M}\d.%+ -]/gu, "_") })),
    fails: {
      "names that differ only in a separator or a space are kept apart":
        /^"a\/b" and "a\\\\b" are different names: only the first was put$/,
    },
  },
  "cuts a long key off": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: `${key.slice(0, 255)}${key.slice(-64)}` })),
    fails: {
      "the longest names are kept to the last character":
        /^the longest names are kept whole: only the first was put$/,
    },
  },
  "keeps the last payload of a name": {
    backend: (correct) =>
      placedBy(correct, ({ key }) => ({ key: key.slice(0, key.lastIndexOf(".")) })),
    fails: {
      "16 writers that put different payloads under one name do not disturb each other":
        /^(each of several payloads under one name is kept|as soon as put returns for one of several writers, the whole payload is there): byte 0 of 1024 differs$/,
      "get returns undefined for what was never put, even beside a stash of the same name":
        /^get returns undefined .* if there is nothing; it returned something of 24 bytes$/,
      "remove leaves every other stash in place":
        /^remove removes one stash, and leaves those with similar names$/,
    },
  },
  "forgets the namespace": {
    backend: (correct) => placedBy(correct, () => ({ namespace: "one" })),
    fails: {
      "a namespace shows nothing from another": /^what was put in one namespace is not in another$/,
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
