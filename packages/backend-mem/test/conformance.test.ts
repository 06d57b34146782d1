import { describe, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import { mem } from "../src/index.js";

describe("the contract", () => {
  const backend = mem();
  const harness = { backend: () => backend, otherNamespace: "conformance-2" };
  for (const { title, run } of backendCases(harness)) test(title, run);
});
