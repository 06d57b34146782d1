import type { Group } from "../harness/group.js";
import { type Spread, spreadOf } from "../harness/statistics.js";
import { runChild } from "../parts/child.js";
import { startS3 } from "../parts/s3-process.js";
import { size } from "../report/figures.js";
import { spreadRow } from "../report/row.js";

const MIB = 1024 * 1024;

interface Answer {
  readonly peak: number;
  readonly address: string;
}

/** The most memory that a large buffer takes on its way, above what the process takes by itself. */
export const memoryGroup: Group = {
  name: "memory",
  title: "Peak memory of a large buffer over S3, the caller's own copy included",
  async run({ quick, progress }) {
    const length = (quick ? 64 : 256) * MIB;
    const rounds = quick ? 1 : 3;
    const server = await startS3();
    const peaks = { create: [] as number[], retrieve: [] as number[] };
    for (let round = 1; round <= rounds; round++) {
      let address = "-";
      for (const operation of ["create", "retrieve"] as const) {
        const printed = await runChild("peak-buffer", [operation, length, address], server.env);
        const answer = JSON.parse(printed) as Answer;
        peaks[operation].push(answer.peak / length);
        address = answer.address;
      }
      progress(`round ${round} of ${rounds}`);
    }
    await server.close();
    const row = (operation: "create" | "retrieve", spread: Spread) =>
      spreadRow(`peak memory, S3 ${operation}`, `a payload of ${size(length)}`, spread, {
        atMost: 2.2,
      });
    return {
      rows: [row("create", spreadOf(peaks.create)), row("retrieve", spreadOf(peaks.retrieve))],
    };
  },
};
