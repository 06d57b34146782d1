import { describe, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import { inline } from "../src/index.js";

describe("the contract, with room for a few bytes", () => {
  for (const { title, run } of backendCases({ backend: inline })) test(title, run);
});

describe("the contract, with room for all", () => {
  const config = { maxInlineLen: 2 ** 21 };
  for (const { title, run } of backendCases({ backend: inline, config })) test(title, run);
});
