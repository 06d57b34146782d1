import assert from "node:assert/strict";
import type { Address, Payload } from "@kstash/core";
import type { BackendStage } from "../backend-stage.js";
import { type Duties, skip } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

const WRITERS = 16;

/** Writers that meet, and payloads that are not taken. */
export const puts: Duties<BackendStage> = {
  "a payload can be put twice, and is there once": async (stage) => {
    stage.require("put");
    const payload = stage.payload();
    const address = await stage.store(payload);
    const again = await stage.put(payload, await stage.another());
    assert.equal(String(again.address), String(address), "putting what is already there succeeds");
    const stored = await stage.read(address, "a payload that was put twice is there");
    sameBytes(stored.bytes, payload.bytes, "a payload that was put twice is there once");
  },
  "16 writers that put the same payload at once all succeed, and every reader gets it whole":
    async (stage) => {
      stage.require("put");
      const payload = stage.payload({ bytes: plainBytes(64 * 1024) });
      await together(stage, Array<Payload>(WRITERS).fill(payload));
    },
  "16 writers that put different payloads under one name do not disturb each other": async (
    stage,
  ) => {
    stage.require("put");
    const payloads = Array.from({ length: WRITERS }, (_, seed) =>
      stage.payload({ bytes: plainBytes(1024, seed) }),
    );
    const addresses = await together(stage, payloads);
    for (const [index, address] of addresses.entries()) {
      const duty = "each of several payloads under one name is kept";
      const { bytes } = await stage.read(address, duty);
      sameBytes(bytes, payloads[index]!.bytes, duty);
    }
  },
  "a payload that is declined leaves nothing behind": async (stage) => {
    stage.require("put");
    const payload = stage.payload({ bytes: plainBytes(1024 * 1024) });
    const { reason } = await stage.put(payload);
    if (reason === undefined)
      skip("it takes 1 MiB, so the kit knows nothing that it would decline");
    const address = await stage.addressOf(payload);
    const duty = "what put declines is not stored, because another backend will have it";
    assert.ok(!(await stage.holds(address)), duty);
  },
};

/** Each writer has an instance of its own, and reads as soon as its put has answered. */
async function together(stage: BackendStage, payloads: readonly Payload[]): Promise<Address[]> {
  const backends = await Promise.all(payloads.map(async () => stage.another()));
  // All have settled before the case ends: a writer that goes on would disturb the clean-up.
  const outcomes = await Promise.allSettled(
    payloads.map(async (payload, index) => {
      const backend = backends[index]!;
      const { address, reason } = await stage.put(payload, backend);
      if (!address) skip(`it declines ${payload.bytes.length} bytes (${reason})`);
      const duty = "as soon as put returns for one of several writers, the whole payload is there";
      const { bytes } = await stage.read(address, duty, backend);
      sameBytes(bytes, payload.bytes, duty);
      return address;
    }),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
