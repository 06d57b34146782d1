import { describe, test } from "@jest/globals";
import { codecCases } from "@kstash/conformance";
import { msgpack } from "../src/index.js";
import { hex } from "./hex.js";

const hostile = {
  "an extension type": hex("c7010100"),
  "bytes of 4 GiB": hex("c6ffffffff"),
  "text that is no UTF-8": hex("a1ff"),
};

describe("the contract", () => {
  const harness = { codec: () => msgpack, keyOrder: "kept", hostile } as const;
  for (const { title, run } of codecCases(harness)) test(title, run);
});
