import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { createKstash, StashNotFound } from "@kstash/core";
import { at, bytesOf, kstashOn, raw, rejection } from "./helpers.js";
import type { Stage } from "./stage.js";

/** What a reader of links makes of the store's. */
export function linkCases({ kind, backend }: Stage): void {
  const { linkReader } = kind;
  if (!linkReader) return;
  const bytes = bytesOf(1000);
  const { retrieve } = createKstash({ codecs: [raw], config: { backends: [linkReader] } });

  test.each(["context", "a/b c", "100%/back\\slash", "dir./grüße/🎒", "a=b;c,d@e:f$g!h*i'j(k)l"])(
    "a link tells namespace and name: %s",
    async (name) => {
      const stash = await kstashOn(backend()).create(name, bytes, at);
      const linked = await retrieve(await stash.share());
      expect([linked.namespace, linked.name]).toEqual([at.namespace, name]);
      expect(linked.data).toEqual(bytes);
    },
  );

  test("a link to what was removed", async () => {
    const { create, remove, share } = kstashOn(backend());
    const { address } = await create("removed", bytes, at);
    const link = await share(address, { ttlSec: 600 });
    await remove(address);
    const error = await rejection(retrieve(link));
    expect(error).toBeInstanceOf(StashNotFound);
    expect(error.message).not.toContain("expired");
  });

  (kind.checksLinks === false ? describe.skip : describe)("as the server checks them", () => {
    test("a link that was changed", async () => {
      const { create, share } = kstashOn(backend());
      const { address } = await create("linked", bytes, at);
      const other = await create("other", bytes, at);
      const link = await share(address, { ttlSec: 600 });
      const moved = link.replace(address.key, other.address.key);
      for (const changed of [link.replace(/sig=../, "sig=aa"), moved]) {
        const error = await rejection(retrieve(changed));
        expect(error).toBeInstanceOf(StashNotFound);
        expect(error.message).toContain("answered 403");
      }
    });

    test("a link that has expired", async () => {
      const { create, share } = kstashOn(backend());
      const { address } = await create("expiring", bytes, at);
      const link = await share(address, { ttlSec: 1 });
      // Until the store itself says so: its clock and this one's seconds decide.
      let expired: Error | undefined;
      while (!expired) {
        expired = await retrieve(link).then(
          () => setTimeout(100, undefined),
          (error: Error) => error,
        );
      }
      expect(expired).toBeInstanceOf(StashNotFound);
      expect(expired.message).toMatch(/^share link expired: .*\?…: share the stash again/);
    });
  });
}
