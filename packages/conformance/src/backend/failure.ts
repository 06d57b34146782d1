import assert from "node:assert/strict";
import type { Await, Backend } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";

/** Only where the harness has a storage out of reach. Failure is an exception. */
export const failures: Duties<BackendStage> = {
  "put throws an error if the storage cannot be reached, and does not decline": async (stage) => {
    stage.require("put");
    const backend = await unreachable(stage);
    await throws(() => stage.put(stage.payload(), backend), "put");
  },
  "get throws an error if the storage cannot be reached, and does not say that nothing is there":
    async (stage) => {
      const address = await stage.store(stage.payload());
      const backend = await unreachable(stage);
      await throws(() => backend.get(address, stage.context()), "get");
    },
  "remove throws an error if the storage cannot be reached": async (stage) => {
    stage.require("remove");
    const address = await stage.store(stage.payload());
    const backend = await unreachable(stage);
    await throws(() => backend.remove?.(address, stage.context()), "remove");
  },
};

async function unreachable(stage: BackendStage): Promise<Backend> {
  return (await stage.harness.unreachable?.()) ?? skip("the harness has no unreachable");
}

async function throws(call: () => Await<unknown>, method: string): Promise<void> {
  const duty = `${method} throws an Error if the storage cannot be reached, because a failure is an exception`;
  let error: unknown;
  try {
    await call();
  } catch (thrown) {
    error = thrown;
    const kind = error === null ? "null" : typeof error;
    assert.ok(isError(error), `${duty}; it threw ${kind}, which has no message and no cause`);
    assert.notEqual(error.message, "", `${duty}, and its message says what failed`);
    return;
  }
  assert.fail(`${duty}; it returned instead`);
}

/** Also an error of another realm (a test runner's sandbox). */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
