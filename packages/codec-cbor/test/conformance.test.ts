import { describe, test } from "@jest/globals";
import { codecCases } from "@kstash/conformance";
import { cbor } from "../src/index.js";
import { hex } from "./hex.js";

const hostile = {
  "a tag bomb": hex("d81c82d81d00d81d00"),
  "a typed array of 8 GB": hex("d856a1666275666665721a3b9aca00"),
  "bytes of 4 GiB": hex("5affffffff"),
  "text that is no UTF-8": hex("61ff"),
  "a record": hex("d9dfff831900e081616101"),
};

describe("the contract", () => {
  for (const { title, run } of codecCases({ codec: () => cbor, hostile })) test(title, run);
});
