import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Group } from "../harness/group.js";
import { runChild } from "../parts/child.js";
import { startS3 } from "../parts/s3-process.js";
import { milliseconds, size } from "../report/figures.js";
import type { Row } from "../report/row.js";

const MIB = 1024 * 1024;
const LIMIT = 150 * MIB;

interface Answer {
  readonly peak: number;
  readonly createMs: number;
  readonly retrieveMs: number;
}

/** A stream that is larger than the memory it may take. */
export const streamsGroup: Group = {
  name: "streams",
  title: "Streams, in and out again: resident memory of the whole process at its peak",
  async run({ quick, progress }) {
    const length = (quick ? 256 : 2048) * MIB;
    const root = await mkdtemp(join(tmpdir(), "kstash-bench-"));
    const server = await startS3({ root: join(root, "s3") });
    const rows: Row[] = [];
    try {
      for (const backend of ["s3", "file"]) {
        progress(`${size(length)} through ${backend}`);
        const env = { ...server.env, KSTASH_FILE_ROOT: join(root, "file") };
        const answer = JSON.parse(await runChild("peak-stream", [backend, length], env)) as Answer;
        const rate = (ms: number) => `${Math.round(length / MIB / (ms / 1000))} MiB/s`;
        rows.push({
          what: `stream of ${size(length)} through ${backend}: peak memory`,
          against: `in at ${rate(answer.createMs)}, out at ${rate(answer.retrieveMs)}`,
          figure: size(answer.peak),
          times: `${milliseconds(answer.createMs)} in, ${milliseconds(answer.retrieveMs)} out`,
          target: `< ${size(LIMIT)}`,
          reached: answer.peak < LIMIT,
        });
      }
    } finally {
      await server.close();
      await rm(root, { recursive: true, force: true });
    }
    return { rows };
  },
};
