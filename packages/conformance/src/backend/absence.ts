import assert from "node:assert/strict";
import { Address, StashNotFound } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import type { Duties } from "../case.js";
import { plainBytes } from "../payload.js";

/** Absence is a value. */
export const absence: Duties<BackendStage> = {
  "get returns undefined for what was never put": async (stage) => {
    await isAbsent(stage, await neverPut(stage));
  },
  "get returns undefined for what was never put, even beside a stash of the same name": async (
    stage,
  ) => {
    await stage.store(stage.payload());
    await isAbsent(stage, await stage.addressOf(stage.payload({ bytes: plainBytes(25) })));
  },
};

async function neverPut(stage: BackendStage): Promise<Address> {
  if (stage.harness.absent) return Address.parse(await stage.harness.absent());
  return stage.addressOf(stage.payload({ name: "-never-put" }));
}

async function isAbsent(stage: BackendStage, address: Address): Promise<void> {
  const duty = "get returns undefined (or throws core's StashNotFound) if there is nothing";
  let stored;
  try {
    stored = await stage.backend.get(address, stage.context());
  } catch (error) {
    if (StashNotFound.isInstance(error)) return;
    const name = error instanceof Error ? error.name : typeof error;
    assert.fail(`${duty}: absence is a value, not an exception; it threw ${name}`);
  }
  const length = stored && ("body" in stored ? stored.length : stored.bytes?.length);
  const what = stored === null ? "null" : `something of ${String(length)} bytes`;
  if (stored !== undefined) assert.fail(`${duty}; it returned ${what}`);
}
