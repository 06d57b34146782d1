import assert from "node:assert/strict";
import type { BackendStage } from "../backend-stage.js";
import type { Duties } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Only where there is a `remove`. */
export const removal: Duties<BackendStage> = {
  "remove returns true, and the stash is gone": async (stage) => {
    stage.require("remove");
    const address = await stage.store(stage.payload());
    const answer = await stage.backend.remove?.(address, stage.context());
    assert.equal(answer, true, "remove returns true if there was something");
    assert.ok(!(await stage.holds(address)), "a removed stash is gone");
  },
  "the first remove returns true, the second false": async (stage) => {
    stage.require("remove");
    const address = await stage.store(stage.payload());
    await stage.backend.remove?.(address, stage.context());
    const again = await (await stage.another()).remove?.(address, stage.context());
    assert.equal(again, false, "remove returns false if there is nothing, which is not an error");
  },
  "remove leaves every other stash in place": async (stage) => {
    stage.require("remove");
    const address = await stage.store(stage.payload({ name: "/a" }));
    const others = [
      await stage.store(stage.payload({ name: "/a", bytes: plainBytes(30) })),
      await stage.store(stage.payload({ name: "/a/b" })),
      await stage.store(stage.payload({ name: "/ab" })),
      await stage.store(stage.payload({ name: `/a.${"0".repeat(64)}` })),
    ];
    await stage.backend.remove?.(address, stage.context());
    for (const other of others) {
      const there = await stage.holds(other);
      assert.ok(there, "remove removes one stash, and leaves those with similar names");
    }
  },
  "a removed payload can be put again": async (stage) => {
    stage.require("remove");
    const payload = stage.payload();
    await stage.backend.remove?.(await stage.store(payload), stage.context());
    const duty = "a removed payload can be put again";
    const stored = await stage.read(await stage.store(payload), duty);
    sameBytes(stored.bytes, payload.bytes, duty);
  },
};
