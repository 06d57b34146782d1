import { expect, test } from "@jest/globals";
import type { Backend } from "@kstash/core";
import { backendCases } from "../src/index.js";
import { failuresOf } from "./outcomes.js";
import { type LinkRules, startLinkServer } from "./reference/link-server.js";
import { mapBackend, type Storage } from "./reference/map-backend.js";

const right: LinkRules = { signature: true, expiry: true, contentType: true };

async function failures(
  rules: LinkRules,
  linked: (link: string) => string = (link) => link,
): Promise<Record<string, string>> {
  const storage: Storage = new Map();
  const links = await startLinkServer(storage, rules);
  const backend: Backend = {
    ...mapBackend(storage),
    share: ({ namespace, key }, { ttlSec }) => linked(links.link(namespace, key, ttlSec)),
  };
  return failuresOf(backendCases({ backend: () => backend })).finally(() => links.close());
}

// At once, since most of their time is waiting for links to expire.
test.concurrent(
  "links that anybody could have made can be changed, and turned to another stash",
  async () => {
    expect(await failures({ ...right, signature: false })).toEqual({
      "a shared link cannot be made to read another stash":
        "a link reads only its own stash, and is refused with another one's digest in it",
      "a shared link cannot be changed":
        'a changed link is refused; with another "expires" it still works',
    });
  },
);

test.concurrent("links that work for ever are found out", async () => {
  expect(await failures({ ...right, expiry: false })).toEqual({
    "a shared link works no longer than was asked for":
      "a link that was shared for 1 second is refused later; after 5000 ms it still works",
  });
});

test.concurrent("links that lose the content type are found out", async () => {
  expect(await failures({ ...right, contentType: false })).toEqual({
    "a shared link reads the stash, with its content type":
      "a shared link returns the content type that was put",
  });
});

test.concurrent("what share answers is a link", async () => {
  const message = "share returns a link: text that starts with https://";
  const failed = await failures(right, (link) => link.slice("http://".length));
  expect(new Set(Object.values(failed))).toEqual(new Set([message]));
  expect(Object.keys(failed)).toHaveLength(4);
});
