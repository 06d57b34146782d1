import { describe, expect, test } from "@jest/globals";
import { backendCases } from "../src/index.js";
import { brokenBackends } from "./broken/backends.js";
import { failuresOf } from "./outcomes.js";
import { mapBackend, type Storage } from "./reference/map-backend.js";

describe("a backend that", () => {
  test.each(Object.entries(brokenBackends))("%s", async (_, { backend, harness, fails }) => {
    const storage: Storage = new Map();
    const made = backend(mapBackend(storage), storage);
    const cases = backendCases({
      backend: () => made,
      otherNamespace: "other",
      unreachable: () => mapOutOfReach,
      ...harness,
    });
    const failures = await failuresOf(cases);
    const expected = Object.entries(fails).map(([title, message]) => [
      title,
      expect.stringMatching(message),
    ]);
    expect(failures).toEqual(Object.fromEntries(expected));
  });

  test("is there for every case that a backend can fail", () => {
    const failed = new Set(
      Object.values(brokenBackends).flatMap(({ fails }) => Object.keys(fails)),
    );
    const titles = backendCases({ backend: () => mapOutOfReach }).map(({ title }) => title);
    expect(titles.filter((title) => !failed.has(title))).toEqual([
      // The first four by wrong links, the others are core's side of the contract.
      "a shared link reads the stash, with its content type",
      "a shared link works no longer than was asked for",
      "a shared link cannot be made to read another stash",
      "a shared link cannot be changed",
      "an address of a foreign scheme is refused, and never reaches the backend",
      "a backend that only reads is passed over by create",
    ]);
    expect(Object.keys(brokenBackends).length).toBeGreaterThanOrEqual(15);
  });
});

const outOfReach = () => Promise.reject(new Error("out of reach"));
const mapOutOfReach = {
  ...mapBackend(new Map()),
  put: outOfReach,
  get: outOfReach,
  remove: outOfReach,
};
