/** Names whose characters mean something to a store: what `names` has not. */
export const storeNames: readonly string[] = [
  "dir./file",
  "dir%2E/file",
  ".../...",
  "a\\b",
  "a%5Cb",
  "%".repeat(330),
  "日".repeat(330),
  "s/".repeat(252) + "s",
];

/** Namespaces that a store can have. */
export const storeNamespaces: Readonly<Record<string, readonly string[]>> = {
  az: ["abc", "a-b-c", "0a9", "n".repeat(63)],
  gs: [
    "abc",
    "a-b_c",
    "0a9",
    "n".repeat(63),
    "my.bucket.example.com",
    "a1.b2",
    `${"n".repeat(63)}.`.repeat(3) + "n".repeat(30),
  ],
};

type Refused = readonly [
  title: string,
  parts: { readonly namespace?: string; readonly name?: string },
];

/** What an address can hold, and a store can not: its namespaces first. */
export const refusedByStores: Readonly<Record<string, readonly Refused[]>> = {
  az: [
    ["a container of two characters", { namespace: "ab" }],
    ["a container of 64 characters", { namespace: "n".repeat(64) }],
    ["a capital in a container's name", { namespace: "Abc" }],
    ["an underscore in a container's name", { namespace: "a_b" }],
    ["a full stop in a container's name", { namespace: "a.bc" }],
    ["a hyphen at a container's end", { namespace: "abc-" }],
    ["two hyphens in a row in a container's name", { namespace: "a--b" }],
    ["a blob's name over 1,024 characters with its escapes", { name: "%".repeat(400) }],
    ["a blob's name over 1,024 characters with backslashes", { name: "\\".repeat(331) }],
    ["a blob's name of 255 segments", { name: "s/".repeat(254) + "s" }],
  ],
  gs: [
    ["a bucket of two characters", { namespace: "ab" }],
    ["a bucket of 64 characters", { namespace: "n".repeat(64) }],
    ["a bucket of 223 characters", { namespace: `${"n".repeat(63)}.`.repeat(3) + "n".repeat(31) }],
    ["a part of a bucket's name of 64 characters", { namespace: `${"n".repeat(64)}.com` }],
    ["a capital in a bucket's name", { namespace: "Abc" }],
    ["a hyphen at a bucket's end", { namespace: "abc-" }],
    ["an empty part of a bucket's name", { namespace: "a..b" }],
    ["a hyphen at the start of a part of a bucket's name", { namespace: "a.-b" }],
    ["a bucket's name that starts with goog", { namespace: "goog-x" }],
    ["google in a bucket's name", { namespace: "my-google" }],
    ["google with zeros in a bucket's name", { namespace: "my-g00gle" }],
    ["an IP address as a bucket's name", { namespace: "192.168.5.4" }],
    [
      "an object's name under .well-known/acme-challenge/",
      { name: ".well-known/acme-challenge/a" },
    ],
  ],
};
