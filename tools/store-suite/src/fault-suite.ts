import { afterAll, beforeAll, beforeEach, describe } from "@jest/globals";
import { type FaultProxy, startFaultProxy } from "@kstash/servers";
import { busyCases } from "./faults/busy.js";
import { readingCases } from "./faults/reading.js";
import { writingCases } from "./faults/writing.js";
import { at, kstashOn } from "./helpers.js";
import type { FaultStage } from "./stage.js";
import type { FaultyKind, Store, SuiteOptions } from "./store.js";

/**
 * What a backend of an object store does when the network or the store fails: the same on every store.
 *
 * @param own the cases of this store alone, on the same server
 */
export function faultSuite<Own extends Store>(
  kind: FaultyKind<Own>,
  own?: (store: () => Own, proxy: () => FaultProxy) => void,
): void {
  (kind.isInstalled === false ? describe.skip : describe)(`faults before ${kind.title}`, () => {
    let store: Own;
    let proxy: FaultProxy;
    beforeAll(async () => {
      store = await kind.start();
      proxy = await startFaultProxy(store.url);
      await store.createNamespace(at.namespace);
    }, 120_000);
    afterAll(async () => {
      await proxy?.close();
      await store?.close();
    }, 120_000);
    beforeEach(() => proxy.clear());

    const backend = (options?: SuiteOptions) => store.backend(proxy.url, options);
    const stage: FaultStage = {
      kind,
      store: () => store,
      proxy: () => proxy,
      backend,
      kstash: (options) => kstashOn(backend(options)),
      methods: () => proxy.requests.map(({ method }) => method),
      ranges: () => proxy.requests.map(({ range }) => range),
    };
    describe("a store that fails for a while", () => busyCases(stage));
    describe("writing", () => writingCases(stage));
    describe("reading", () => readingCases(stage));
    if (own) {
      describe("what it alone does", () =>
        own(
          () => store,
          () => proxy,
        ));
    }
  });
}
