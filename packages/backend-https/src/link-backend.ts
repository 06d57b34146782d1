import type { Backend } from "@kstash/core";
import type { Get } from "./get.js";
import type { Settings } from "./settings.js";

/** The backend that both factories make. Its HTTP client is loaded by the first `get`. */
export function linkBackend(settings: Settings): Backend {
  let get: Get | undefined;
  return {
    specification: "v1",
    name: settings.scheme,
    async get(address, context) {
      if (!get) {
        const { linkReader } = await import("./get.js");
        get ??= linkReader(settings);
      }
      return get(address, context);
    },
  };
}
