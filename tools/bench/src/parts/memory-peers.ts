import { mem } from "@kstash/backend-mem";
import { Keyv } from "keyv";
import { createStorage } from "unstorage";
import { ownWork } from "./own-work.js";
import { kstashPeer } from "./kstash-peer.js";
import type { Peer } from "./peer.js";

/** In this process's memory; kstash first. */
export function memoryPeers(): Peer[] {
  const keyv = new Keyv();
  const storage = createStorage();
  return [
    kstashPeer("kstash mem", mem()),
    {
      name: "keyv 5 (memory)",
      why: "it serialises as JSON, and neither checks nor names by content",
      async roundTrip(data) {
        await keyv.set("x", data);
        return keyv.get("x");
      },
      clear: () => keyv.clear(),
    },
    {
      name: "unstorage 1 (memory)",
      why: "it neither hashes nor verifies (the next row has what that takes); a record is JSON text there, and bytes are kept by reference, so that the caller's later changes show",
      async roundTrip(data) {
        if (data instanceof Uint8Array) {
          await storage.setItemRaw("x", data);
          return storage.getItemRaw("x");
        }
        await storage.setItem("x", data as object);
        return storage.getItem("x");
      },
      clear: () => storage.clear(),
    },
    ownWork(),
  ];
}
