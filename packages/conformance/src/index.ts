export { backendCases } from "./backend-cases.js";
export type { BackendHarness } from "./backend-harness.js";
export type { Case, CaseContext } from "./case.js";
export { codecCases } from "./codec-cases.js";
export type { CodecHarness } from "./codec-harness.js";
