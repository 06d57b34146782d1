import type { Capabilities } from "../platform.js";

export const unusableOptions: Capabilities["unusableOptions"] = {
  lookup: "a browser resolves names itself",
  ca: "a browser itself decides which certificates it trusts",
};

export const checksNames = false;
