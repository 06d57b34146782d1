import { expect, test } from "@jest/globals";
import { addressFaults, addressOf, textFaults } from "../src/index.js";

// Put together here, so that this file passes the check itself.
const host = ["https://registry", "example", "org"].join(".");
const home = ["", "home", "someone", "kstash"].join("/");

test("a registry's host and a path of one machine are found, with their line", () => {
  expect(textFaults("a.md", `one\nsee ${host}/kstash\n`)).toEqual([
    `a.md:2: a registry's host: ${host.replace("https://", "")}`,
  ]);
  expect(textFaults("b.ts", `const root = "${home}";`)).toEqual([
    `b.ts:1: a path of one machine: ${home.replace("/kstash", "")}`,
  ]);
});

test("addresses, relative paths and other hosts are not", () => {
  const text =
    "s3://stashes/work/a.c6ab ./home/x ../root/y https://github.com/work/kstash /home/me/a";
  expect(textFaults("c.md", text)).toEqual([]);
});

test("the repository's address is found, whatever stands around it", () => {
  const address = addressOf("git+https://github.com/me/mine.git");
  expect(address).toBe("me/mine");
  expect(addressFaults("a.md", "one\n[x](https://github.com/Me/Mine/issues)", address)).toEqual([
    "a.md:2: the repository's address: link relatively",
  ]);
  expect(addressFaults("a.md", "https://github.com/you/mine", address)).toEqual([]);
});
