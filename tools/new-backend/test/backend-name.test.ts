import { expect, test } from "@jest/globals";
import { backendName } from "../src/backend-name.js";

test.each([
  ["redis", "redis"],
  ["google-drive", "googleDrive"],
  ["r2.eu", "r2Eu"],
  ["new", "newBackend"],
])("%s is made by %s()", (name, factory) => {
  expect(backendName(name)).toEqual({ name, factory });
});

test.each(["", "Redis", "1st", "a b", "a/b", "../a", "a--b", "a_b", "a+b", "-a", "a-"])(
  "%j is no name",
  (text) => {
    expect(() => backendName(text)).toThrow(
      `"${text}" cannot be a backend's name: it is the scheme`,
    );
  },
);

test.each(["inline", "mem", "file", "s3", "https", "http"])("%s is taken", (text) => {
  expect(() => backendName(text)).toThrow(`"${text}" is a backend of kstash itself`);
});
