import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { quiet } from "../parts/child.js";
import type { Flights } from "../parts/s3-flyers.js";
import type { Sample } from "./fly-once.js";
import { type Spread, spreadOf } from "./statistics.js";

/** What the flights of one contender took, one for each round. */
export interface Flight {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/**
 * Lets each fly in a process of its own, in turns, each round beginning with another. Two rounds are a warm-up.
 */
export async function fly(
  contenders: readonly Flights[],
  rounds: number,
  progress: (done: string) => void,
): Promise<Flight[]> {
  const lanes = contenders.map((flights) => ({
    name: flights.flyer,
    samples: [] as Sample[],
    ...pilot(flights),
  }));
  try {
    for (let round = -2; round < rounds; round++) {
      for (let turn = 0; turn < lanes.length; turn++) {
        const lane = lanes[(turn + round + 2) % lanes.length]!;
        const sample = await lane.next();
        if (round >= 0) lane.samples.push(sample);
      }
      progress(`round ${round + 1} of ${rounds}`);
    }
  } finally {
    await Promise.all(lanes.map(({ end }) => end()));
  }
  return lanes;
}

function pilot(flights: Flights) {
  const program = fileURLToPath(new URL("../children/fly.js", import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(flights)], {
    env: quiet(),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout);
  return {
    async next(): Promise<Sample> {
      child.stdin.write("\n");
      const line = await Promise.race([once(lines, "line"), exited.then(() => undefined)]);
      if (!line) throw new Error(`${flights.flyer} ended`);
      return JSON.parse(line[0] as string) as Sample;
    },
    async end() {
      child.stdin.end();
      await exited;
    },
  };
}

/** How many times as much of something one has as the other, round by round. */
export function timesOf(of: keyof Sample, ours: Flight, theirs: Flight): Spread {
  return spreadOf(ours.samples.map((sample, round) => sample[of] / theirs.samples[round]![of]));
}

/** What it has of something, in the middle. */
export function medianOf(of: keyof Sample, { samples }: Flight): number {
  return spreadOf(samples.map((sample) => sample[of])).median;
}
