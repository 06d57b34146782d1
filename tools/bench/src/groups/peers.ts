import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { filePeers } from "../parts/file-peers.js";
import type { Peer } from "../parts/peer.js";
import { bytesOf, stamp } from "../parts/payloads.js";
import { s3Peers } from "../parts/s3-peers.js";
import { startS3 } from "../parts/s3-process.js";
import { cpuRow, partRow, ratioRow, type Row } from "../report/row.js";

const SIZE = 512 * 1024;

/** Other libraries at the same work: stored, read back, removed. */
export const peersGroup: Group = {
  name: "peers",
  title: "Peers at the same work: store and read back (ours / theirs; below 1× ours is ahead)",
  async run({ quick, progress }) {
    const root = await mkdtemp(join(tmpdir(), "kstash-bench-"));
    const server = await startS3();
    const bytes = bytesOf(SIZE);
    /** Ours comes first, then the peer, then parts of the work that one of the two leaves out. */
    const compare = async (
      peers: readonly [Peer, Peer, ...Peer[]],
      row: typeof ratioRow,
    ): Promise<Row[]> => {
      const contenders = peers.map(({ name, roundTrip, clear }) => ({
        name,
        before: () => stamp(bytes),
        run: () => roundTrip(bytes),
        after: clear,
      }));
      const timings = await race(contenders, {
        rounds: quick ? 30 : 60,
        progress: (done) => progress(`${peers[0].name}: ${done}`),
      });
      const [ours, theirs, ...parts] = timings;
      const { why } = peers[1];
      return [
        { ...row(`${ours!.name}, 512 KiB`, ours!, theirs!, { atMost: 1 }), ...(why && { why }) },
        ...parts.map((part) => partRow(`of it: ${part.name}`, part, theirs!)),
      ];
    };
    try {
      return {
        rows: [
          ...(await compare(filePeers(root), cpuRow)),
          ...(await compare(s3Peers(server.clientConfig), (what, ours, theirs) =>
            ratioRow(what, ours, theirs),
          )),
        ],
      };
    } finally {
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
  },
};
