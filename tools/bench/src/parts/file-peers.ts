import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { file } from "@kstash/backend-file";
import cacache from "cacache";
import { createStorage } from "unstorage";
import fsDriver from "unstorage/drivers/fs-lite";
import { ownWork } from "./own-work.js";
import { kstashPeer } from "./kstash-peer.js";
import type { Peer } from "./peer.js";

/** In files; kstash first. */
export function filePeers(root: string): Peer[] {
  const storage = createStorage({ driver: fsDriver({ base: join(root, "unstorage") }) });
  const cache = join(root, "cacache");
  return [
    kstashPeer("kstash file", file({ root: join(root, "kstash") })),
    {
      name: "unstorage 1 (fs)",
      why: "it writes in place and flushes nothing: a crash or a second writer leaves half a file, unnoticed; nor does it hash and verify (the next rows have what each takes)",
      async roundTrip(data) {
        await storage.setItemRaw("x", data);
        return storage.getItemRaw("x");
      },
      clear: () => storage.removeItem("x"),
    },
    {
      name: "cacache 20 (fs)",
      why: "it flushes nothing: what it has confirmed can be gone after a power cut (the next row has what that takes)",
      async roundTrip(data) {
        const options = { algorithms: ["md5"] };
        await cacache.put(cache, "x", Buffer.from(data as Uint8Array), options);
        return (await cacache.get(cache, "x")).data;
      },
      async clear() {
        await cacache.rm.all(cache);
        cacache.clearMemoized();
      },
    },
    {
      name: "write, flush, rename, flush the folder",
      isPart: true,
      async roundTrip(data) {
        const draft = await open(join(root, "draft"), "w");
        await draft.writeFile(data as Uint8Array);
        await draft.sync();
        await draft.close();
        await rename(join(root, "draft"), join(root, "stash"));
        const folder = await open(root);
        await folder.sync();
        await folder.close();
      },
      clear: () => rm(join(root, "stash")),
    },
    ownWork(),
  ];
}
