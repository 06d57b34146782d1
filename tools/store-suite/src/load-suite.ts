import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createKstash } from "@kstash/core";
import { at, bytesOf, holds, kstashOn, raw } from "./helpers.js";
import type { Store, StoreKind } from "./store.js";

const MIB = 1024 * 1024;
const PAYLOADS = 5000;
const IN_FLIGHT = 64;

/** Many payloads, and one that is larger than what may be in memory. */
export function loadSuite(kind: StoreKind): void {
  (kind.isInstalled === false ? describe.skip : describe)(`load, on ${kind.title}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await kind.start();
      await store.createNamespace(at.namespace);
    }, 120_000);
    afterAll(() => store?.close(), 120_000);

    test("5,000 payloads, 64 in flight, by one backend: none is lost", async () => {
      const { create, retrieve } = kstashOn(store.backend(store.url));
      let next = 0;
      const work = async () => {
        for (let index = next++; index < PAYLOADS; index = next++) {
          const payload = bytesOf((index * 37) % 20_000);
          const { address } = await create(`many/${index}`, payload, at);
          if (!(await holds(retrieve(address), payload)))
            throw new Error(`payload ${index} differs`);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
      expect(await store.list("many/")).toHaveLength(PAYLOADS);
    }, 180_000);

    test("a stream goes in by parts and comes out by ranges, with little of it in memory", async () => {
      const length = 200 * MIB;
      const codec = {
        ...raw,
        bytesHeader: () => new Uint8Array(),
        readBytesHeader: () => ({ headerLength: 0, length }),
      };
      const { create, retrieve } = createKstash({
        codecs: [codec],
        config: { backends: [store.backend(store.url, { parallelAboveBytes: MIB })] },
      });
      const hash = createHash("md5");
      async function* chunks() {
        for (let index = 0; index < 200; index += 1) yield Buffer.alloc(MIB, `chunk ${index}`);
      }
      for await (const chunk of chunks()) hash.update(chunk);
      let most = 0;
      const watch = () => void (most = Math.max(most, process.memoryUsage().arrayBuffers));
      const before = process.memoryUsage().arrayBuffers;
      const timer = setInterval(watch, 20);
      const { address } = await create("streamed", Readable.from(chunks()), at);
      expect(address.digest).toBe(hash.digest("hex"));
      const { data } = await retrieve(address, { as: "stream" });
      let received = 0;
      for await (const chunk of data) received += (chunk as Buffer).length;
      clearInterval(timer);
      expect(received).toBe(length);
      expect(most - before).toBeLessThan(100 * MIB);
    }, 120_000);
  });
}
