import assert from "node:assert/strict";
import { MAX_KEY_BYTES, type Payload } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { ODD_NAMES, TWINS } from "../odd-names.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Names are kept to the letter. */
export const names: Duties<BackendStage> = {
  "odd names of every kind are kept apart, to the letter": async (stage) => {
    const payloads = ODD_NAMES.map((name, index) =>
      stage.payload({ name: `/${name}`, bytes: plainBytes(16, index) }),
    );
    await keeps(stage, payloads);
  },
  "the longest names are kept to the last character": async (stage) => {
    // Segments of one, two and four bytes of UTF-8, and the longest path of short ones.
    const room = MAX_KEY_BYTES - ".".length - 64 - stage.prefix.length - "/".length;
    const longest = ["a", "é", "😀", "a/"].map((unit) => {
      const count = Math.floor(room / Buffer.byteLength(unit));
      return unit.repeat(count).replace(/\/$/, "b");
    });
    const payloads = longest.map((name, index) =>
      stage.payload({ name: `/${name}`, bytes: plainBytes(16, index) }),
    );
    await keeps(stage, payloads);
    const [first = ""] = longest;
    await apart(stage, `/${first}`, `/${first.slice(0, -1)}b`, "the longest names are kept whole");
  },
  "names that differ only in case are kept apart": (stage) => twins(stage, "case"),
  "names that differ only in normalisation form are kept apart": (stage) =>
    twins(stage, "normalisation"),
  "names that differ only in a percent sign are kept apart": (stage) => twins(stage, "percent"),
  "names that differ only in a separator or a space are kept apart": (stage) =>
    twins(stage, "punctuation"),
};

/** Stores all of them first, so that what overwrites another shows. */
async function keeps(stage: BackendStage, payloads: readonly Payload[]): Promise<void> {
  const kept: [Payload, Awaited<ReturnType<BackendStage["store"]>>][] = [];
  for (const payload of payloads) {
    const address = await keep(stage, payload);
    if (address) kept.push([payload, address]);
  }
  if (kept.length === 0) skip("it declines every one of these names");
  for (const [payload, address] of kept) {
    const name = JSON.stringify(payload.name.slice(stage.prefix.length + 1, 140));
    const stored = await stage.read(address, `what was put under the name ${name} is there`);
    sameBytes(stored.bytes, payload.bytes, `get returns what was put under the name ${name}`);
    assert.ok(
      (stored.name ?? address.name) === payload.name,
      `the name ${name} comes back to the letter; ${JSON.stringify((stored.name ?? address.name).slice(0, 140))} came`,
    );
  }
}

/** To decline a name that cannot be kept is right: the next backend has it. */
async function keep(stage: BackendStage, payload: Payload) {
  if (!stage.backend.put) return stage.store(payload);
  return (await stage.put(payload)).address;
}

async function twins(stage: BackendStage, kind: string): Promise<void> {
  for (const [index, [one, other]] of (TWINS[kind] ?? []).entries()) {
    const duty = `${JSON.stringify(one)} and ${JSON.stringify(other)} are different names`;
    await apart(stage, `-${index}/${one}`, `-${index}/${other}`, duty);
  }
}

/** Two names, the same bytes: one is put, the other must not be there, and each can go alone. */
async function apart(stage: BackendStage, one: string, other: string, duty: string): Promise<void> {
  const first = stage.payload({ name: one });
  const second = stage.payload({ name: other });
  const there = await stage.addressOf(second);
  const { address } = await stage.put(first);
  if (!address) return;
  assert.ok(!(await stage.holds(there)), `${duty}: only the first was put`);
  if (!stage.backend.remove || !(await stage.put(second)).address) return;
  await stage.backend.remove(address, stage.context());
  assert.ok(await stage.holds(there), `${duty}: only the first was removed`);
}
