import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import type { Store, StoreKind } from "./store.js";

// What a server that does not check links does not do.
const UNCHECKED = /shared link (?:works no longer|cannot be)/;

/** The contract of backends, on a real server. */
export function storeContract(kind: StoreKind): void {
  (kind.isInstalled === false ? describe.skip : describe)(`the contract, on ${kind.title}`, () => {
    let store: Store;
    beforeAll(async () => {
      store = await kind.start();
      for (const name of ["conformance", "conformance-2"]) await store.createNamespace(name);
    }, 120_000);
    afterAll(() => store?.close(), 120_000);

    const cases = backendCases({
      backend: () => store.backend(store.url),
      otherNamespace: "conformance-2",
      unreachable: () => store.backend(unreachable(store.url)),
    });
    for (const { title, run } of cases) {
      if (kind.checksLinks !== false || !UNCHECKED.test(title)) test(title, run);
    }
  });
}

/** The same URL with port 1 (tcpmux, RFC 1078), which is closed wherever tests run. */
function unreachable(url: string): string {
  return url.replace(/^https?(:\/\/[^/]+):\d+/, "http$1:1");
}
