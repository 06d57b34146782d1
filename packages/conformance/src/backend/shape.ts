import assert from "node:assert/strict";
import { type Backend, Config } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import type { Duties } from "../case.js";

const METHODS = [
  "put",
  "putStream",
  "share",
  "remove",
] as const satisfies readonly (keyof Backend)[];

/** What a backend is, before any of its methods is called. */
export const shape: Duties<BackendStage> = {
  "the backend follows specification v1, and its name is a scheme": async ({ backend }) => {
    assert.equal(backend.specification, "v1", `specification is "v1"`);
    assert.match(backend.name, /^[a-z][a-z0-9+.-]*$/, "a name is a scheme: [a-z][a-z0-9+.-]*");
    assert.equal(typeof backend.get, "function", "every backend has get");
    for (const method of METHODS) {
      const kind = typeof backend[method];
      assert.ok(
        kind === "function" || kind === "undefined",
        `${method} is a method or does not exist; its type is ${kind}`,
      );
    }
    assert.doesNotThrow(
      () => new Config({ backends: [backend] }),
      "a Config accepts the backend, which nobody could use otherwise",
    );
  },
};
