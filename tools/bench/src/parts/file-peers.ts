import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { file } from "@kstash/backend-file";
import cacache from "cacache";
import { ownWork } from "./own-work.js";
import { kstashPeer } from "./kstash-peer.js";
import type { Peer } from "./peer.js";

/** In files; kstash first. */
export function filePeers(root: string): [Peer, Peer, ...Peer[]] {
  const cache = join(root, "cacache");
  return [
    kstashPeer("kstash file", file({ root: join(root, "kstash") })),
    {
      name: "cacache 20 (fs)",
      why: "it flushes nothing: a power cut can undo what it has confirmed (the next row has what that takes)",
      async roundTrip(data) {
        const options = { algorithms: ["md5"] };
        await cacache.put(cache, "x", Buffer.from(data), options);
        return (await cacache.get(cache, "x")).data;
      },
      async clear() {
        await cacache.rm.all(cache);
        cacache.clearMemoized();
      },
    },
    {
      name: "write, flush, rename, flush the folder",
      async roundTrip(data) {
        const draft = await open(join(root, "draft"), "w");
        await draft.writeFile(data);
        await draft.sync();
        await draft.close();
        await rename(join(root, "draft"), join(root, "stash"));
        const folder = await open(root);
        await folder.sync();
        await folder.close();
      },
      clear: () => rm(join(root, "stash")),
    },
    ownWork,
  ];
}
