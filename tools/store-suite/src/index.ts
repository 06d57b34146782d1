export { storeContract } from "./contract.js";
export { faultSuite } from "./fault-suite.js";
export { bytesOf, eventually, holds, kstashOn, raw, rejection } from "./helpers.js";
export { loadSuite } from "./load-suite.js";
export type { FaultyKind, Head, Store, StoreKind, SuiteOptions } from "./store.js";
export { storeSuite } from "./store-suite.js";
