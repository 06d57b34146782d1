import { Address, type Backend } from "@kstash/core";

/** A correct backend whose addresses carry the payload, and that declines what is long. */
export function inlineBackend(): Backend {
  return {
    specification: "v1",
    name: "inline",
    put({ namespace, name, codec, bytes }, { config, signal, decline }) {
      signal?.throwIfAborted();
      const base64 = Buffer.from(bytes).toString("base64");
      if (base64.length > config.maxInlineLen) return decline("too long");
      const query = new URLSearchParams({ data: base64, ...(codec !== "cbor" && { codec }) });
      return Address.from({ scheme: "inline", namespace, name, query: String(query) }).text;
    },
    get(address, { signal }) {
      signal?.throwIfAborted();
      return { bytes: new Uint8Array(Buffer.from(address.param("data") ?? "", "base64")) };
    },
  };
}
