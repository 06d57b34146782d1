import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Group } from "../harness/group.js";
import { type Contender, race } from "../harness/race.js";
import { filePeers } from "../parts/file-peers.js";
import { memoryPeers } from "../parts/memory-peers.js";
import type { Peer } from "../parts/peer.js";
import { bytesOf, recordsOf, stamp } from "../parts/payloads.js";
import { s3Peers } from "../parts/s3-peers.js";
import { startS3 } from "../parts/s3-process.js";
import { partRow, ratioRow, type Row } from "../report/row.js";

const SIZE = 512 * 1024;

/** Other libraries at the same work: stored, read back, removed. */
export const peersGroup: Group = {
  name: "peers",
  title: "Peers at the same work: store and read back (ours / theirs; below 1× ours is ahead)",
  async run({ quick, progress }) {
    const root = await mkdtemp(join(tmpdir(), "kstash-bench-"));
    const server = await startS3();
    const bytes = bytesOf(SIZE);
    const record = recordsOf(1024, "unsorted");
    const compare = async (peers: readonly Peer[], what: string, data: unknown) => {
      const contenders = peers.map((peer) => contenderOf(peer, data));
      const [ours, ...others] = await race(contenders, {
        rounds: quick ? 30 : 60,
        progress: (done) => progress(`${what}: ${done}`),
      });
      const parts = others.filter((_, index) => peers[index + 1]?.isPart);
      return others.flatMap((other, index): Row[] => {
        const { why, isPart } = peers[index + 1]!;
        if (isPart) return [];
        const row = ratioRow(`${ours!.name}, ${what}`, ours!, other, { atMost: 1 });
        const shares = parts.map((part) => partRow(`of it: ${part.name}`, part, other));
        return [why === undefined ? row : { ...row, why }, ...shares];
      });
    };
    try {
      const memory = memoryPeers();
      const files = filePeers(root);
      const s3 = s3Peers(server.clientConfig);
      return {
        rows: [
          ...(await compare(memory, "records of 1 KB", record)),
          ...(await compare(memory, "512 KiB", bytes)),
          ...(await compare(files, "512 KiB", bytes)),
          ...(await compare(s3, "512 KiB", bytes)),
        ],
      };
    } finally {
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
  },
};

/** Bytes are others each time; a record is stored and removed in one go, many times a sample. */
function contenderOf(peer: Peer, data: unknown): Contender {
  const { name } = peer;
  if (data instanceof Uint8Array) {
    const before = () => stamp(data);
    return { name, before, run: () => peer.roundTrip(data), after: () => peer.clear() };
  }
  return {
    name,
    run: async () => {
      const loaded = await peer.roundTrip(data);
      await peer.clear();
      return loaded;
    },
  };
}
