import type { FaultProxy } from "@kstash/servers";
import type { kstashOn } from "./helpers.js";
import type { FaultyKind, Store, StoreKind, SuiteOptions } from "./store.js";

/** What the cases of a store work with; the store is there once they run. */
export interface Stage {
  readonly kind: StoreKind;
  store(): Store;
  backend(options?: SuiteOptions): ReturnType<Store["backend"]>;
}

/** What the cases of faults work with; store and proxy are there once they run. */
export interface FaultStage {
  readonly kind: FaultyKind;
  store(): Store;
  proxy(): FaultProxy;
  /** Through the proxy. */
  backend(options?: SuiteOptions): ReturnType<Store["backend"]>;
  kstash(options?: SuiteOptions): ReturnType<typeof kstashOn>;
  /** Of the requests that the proxy has seen. */
  methods(): readonly string[];
  ranges(): readonly (string | undefined)[];
}
