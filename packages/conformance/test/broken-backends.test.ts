import { describe, expect, test } from "@jest/globals";
import { backendCases } from "../src/index.js";
import { bytes } from "./broken/backends-bytes.js";
import { contract } from "./broken/backends-contract.js";
import { keys } from "./broken/backends-keys.js";
import { removal } from "./broken/backends-removal.js";
import { signals } from "./broken/backends-signals.js";
import { streams } from "./broken/backends-streams.js";
import { writers } from "./broken/backends-writers.js";
import { failuresOf } from "./outcomes.js";
import { mapBackend, type Storage } from "./reference/map-backend.js";

const broken = { ...bytes, ...keys, ...writers, ...signals, ...removal, ...streams, ...contract };

describe("a backend that", () => {
  test.each(Object.entries(broken))("%s", async (_, { backend, harness, fails }) => {
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

  test("is one of at least fifteen", () => {
    expect(Object.keys(broken).length).toBeGreaterThanOrEqual(15);
  });
});

const outOfReach = () => Promise.reject(new Error("out of reach"));
const mapOutOfReach = {
  ...mapBackend(new Map()),
  put: outOfReach,
  get: outOfReach,
  remove: outOfReach,
};
