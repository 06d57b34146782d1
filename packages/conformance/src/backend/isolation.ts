import type { BackendStage } from "../backend-stage.js";
import type { Duties } from "../case.js";
import { plainBytes } from "../payload.js";
import { sameBytes } from "../same-bytes.js";

/** Bytes are copied on their way in and out. */
export const isolation: Duties<BackendStage> = {
  "what the caller does to its bytes after put does not change the stash": async (stage) => {
    const bytes = plainBytes(48);
    const address = await stage.store(stage.payload({ bytes }));
    bytes.fill(0);
    const duty = "put copies what it keeps";
    sameBytes((await stage.read(address, duty)).bytes, plainBytes(48), duty);
  },
  "what the caller does to the bytes of get does not change the stash": async (stage) => {
    const expected = plainBytes(48);
    const address = await stage.store(stage.payload({ bytes: expected }));
    const duty = "what get gives is the caller's own";
    const first = await stage.read(address, duty);
    const second = await stage.read(address, duty);
    first.bytes.fill(0);
    sameBytes(second.bytes, expected, `${duty}: two reads share no bytes`);
    sameBytes((await stage.read(address, duty)).bytes, expected, duty);
  },
};
