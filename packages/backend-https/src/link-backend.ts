import type { Backend } from "@kstash/core";
import type { Reader } from "./reader.js";
import type { Settings } from "./settings.js";

/** The backend that both factories make: its HTTP client is loaded by the first `get`. */
export function linkBackend(settings: Settings): Backend {
  let reader: Reader | undefined;
  return {
    specification: "v1",
    name: settings.scheme,
    async get(address, context) {
      if (!reader) {
        const { createReader } = await import("./reader.js");
        reader ??= createReader(settings);
      }
      return reader(address, context);
    },
  };
}
