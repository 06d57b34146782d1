import { describe, test } from "node:test";
import { backendCases } from "@kstash/conformance";
import { __factory__ } from "../dist/index.js";

describe("kstash's contract of backends", () => {
  // The same storage each time that a backend is made, as two programs would have it.
  const storage = new Map();
  const cases = backendCases({
    backend: () => __factory__({ storage }),
    otherNamespace: "another",
  });
  for (const { title, run } of cases) test(title, run);
});
