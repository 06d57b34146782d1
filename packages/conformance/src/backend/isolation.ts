import type { BackendStage } from "../backend-stage.js";
import type { Duties } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Bytes may be shared, since nobody changes them. */
export const isolation: Duties<BackendStage> = {
  "what get returned is not changed by later puts, gets and removes": async (stage) => {
    const duty = "nobody changes what get returned";
    const [one, other] = [plainBytes(48, 1), plainBytes(48, 2)];
    const address = await stage.store(stage.payload({ name: "-one", bytes: one.slice() }));
    const elsewhere = await stage.store(stage.payload({ name: "-other", bytes: other.slice() }));
    const first = await stage.read(address, duty);
    const second = await stage.read(elsewhere, duty);
    sameBytes(first.bytes, one, duty);
    await stage.backend.remove?.(address, stage.context());
    await stage.backend.remove?.(elsewhere, stage.context());
    sameBytes(first.bytes, one, duty);
    sameBytes(second.bytes, other, duty);
  },
};
