import assert from "node:assert/strict";
import { type Address, type Await, collect } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

const DEADLINE_MS = 3_000;

/** A signal that fires stops the call. */
export const aborts: Duties<BackendStage> = {
  "put stops if its signal has already fired, and stores nothing": async (stage) => {
    stage.require("put");
    const payload = stage.payload();
    const duty = "put rejects if its signal has already fired";
    await rejects(() => stage.put(payload, stage.backend, fired()), duty);
    const address = await stage.addressOf(payload);
    assert.ok(!(await stage.holds(address)), `${duty}, and stores nothing`);
  },
  "get stops if its signal has already fired": async (stage) => {
    const address = await stage.store(stage.payload());
    await rejects(
      () => read(stage, address, fired()),
      "get rejects if its signal has already fired",
    );
  },
  "remove stops if its signal has already fired, and the stash stays": async (stage) => {
    stage.require("remove");
    const address = await stage.store(stage.payload());
    const duty = "remove rejects if its signal has already fired";
    await rejects(() => stage.backend.remove?.(address, stage.context(fired())), duty);
    assert.ok(await stage.holds(address), `${duty}, and the stash stays`);
  },
  "a signal that fires during put stops it, and leaves the whole payload or nothing": async (
    stage,
  ) => {
    stage.require("put");
    const payload = stage.payload({ bytes: plainBytes(256 * 1024) });
    await interrupted((signal) => stage.put(payload, stage.backend, signal), "put");
    const duty = "after a put that was stopped, the whole payload is there, or nothing";
    const again = await stage.put(payload);
    if (!again.address) skip(`it declines ${payload.bytes.length} bytes (${again.reason})`);
    sameBytes((await stage.read(again.address, duty)).bytes, payload.bytes, `${duty}; put again`);
  },
  "a signal that fires during get stops it": async (stage) => {
    const address = await stage.store(stage.payload());
    await interrupted((signal) => read(stage, address, signal), "get");
  },
};

/** To the end, also where get answers with a stream. */
async function read(stage: BackendStage, address: Address, signal: AbortSignal): Promise<void> {
  const stored = await stage.backend.get(address, stage.context(signal));
  if (stored) await collect(stored);
}

function fired(): AbortSignal {
  return AbortSignal.abort(new Error("stopped before the call"));
}

async function rejects(call: () => Await<unknown>, duty: string): Promise<void> {
  const outcome = await settled(call);
  assert.ok(outcome === "rejected", `${duty} (signal?.throwIfAborted())`);
}

/**
 * Fires the signal in the same turn of the event loop: whatever the backend waits for then, it has not
 * come, so a backend that still works has to see the signal. One that was done at once is done.
 */
async function interrupted(
  call: (signal: AbortSignal) => Await<unknown>,
  method: string,
): Promise<void> {
  const controller = new AbortController();
  const state = { done: false };
  const outcome = settled(() => call(controller.signal)).finally(() => (state.done = true));
  for (let turn = 0; turn < 1_000 && !state.done; turn += 1) await undefined;
  const working = !state.done;
  controller.abort(new Error("stopped during the call"));
  const result = await within(outcome, `${method} settles when its signal fires`);
  assert.ok(
    !working || result === "rejected",
    `${method} rejects if its signal fires while it works: check the signal again after each await`,
  );
}

async function settled(call: () => Await<unknown>): Promise<"answered" | "rejected"> {
  try {
    await call();
    return "answered";
  } catch {
    return "rejected";
  }
}

async function within<T>(promise: Promise<T>, duty: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new assert.AssertionError({
      message: `${duty}; after ${DEADLINE_MS} ms it had not`,
    });
    timer = setTimeout(reject, DEADLINE_MS, error);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
