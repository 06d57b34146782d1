import { type Spread, spreadOf } from "./statistics.js";

/** One way to do a piece of work. */
export interface Contender {
  readonly name: string;
  /** Prepares one call, outside the time that is taken; then each sample is of one call alone. */
  readonly before?: () => unknown;
  readonly run: () => unknown;
  /** Clears up after one call, outside the time that is taken. */
  readonly after?: () => unknown;
}

/** What one contender took: milliseconds of one call, one number for each round. */
export interface Timing {
  readonly name: string;
  readonly wall: readonly number[];
  /** CPU time of the whole process (its garbage collection too), on average over all rounds. */
  readonly cpu: number;
}

export interface RaceOptions {
  readonly rounds: number;
  readonly progress: (done: string) => void;
}

// Shorter than what the operating system gives a process at once, so that most samples are whole.
const SAMPLE_MS = 0.6;
const WARM_UP_MS = 400;

/**
 * Runs the contenders in turns: one sample of each in a round, each round beginning with another, so
 * that whatever slows the machine down slows them alike.
 */
export async function race(
  contenders: readonly Contender[],
  { rounds, progress }: RaceOptions,
): Promise<Timing[]> {
  const lanes = [];
  for (const contender of contenders) {
    const calls = contender.before || contender.after ? 1 : await warmUp(contender);
    lanes.push({ contender, calls, wall: [] as number[], cpu: 0 });
  }
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      const lane = lanes[(turn + round + 1) % lanes.length]!;
      const { wall, cpu } = await sample(lane.contender, lane.calls);
      // The first round is a further warm-up.
      if (round < 0) continue;
      lane.wall.push(wall);
      lane.cpu += cpu / rounds;
    }
    progress(`round ${round + 1} of ${rounds}`);
  }
  return lanes.map(({ contender, wall, cpu }) => ({ name: contender.name, wall, cpu }));
}

/** How much longer one took than the other, round by round. */
export function ratioOf(timing: Timing, to: Timing): Spread {
  return spreadOf(timing.wall.map((time, round) => time / to.wall[round]!));
}

async function sample({ before, run, after }: Contender, calls: number) {
  await before?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let call = 0; call < calls; call++) await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await after?.();
  return { wall: wall / calls, cpu: (user + system) / 1000 / calls };
}

/** Runs it until it is compiled, and says how many calls make a sample. */
async function warmUp({ run }: Contender): Promise<number> {
  const end = performance.now() + WARM_UP_MS;
  let calls = 1;
  let fastest = Infinity;
  while (performance.now() < end) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) await run();
    fastest = Math.min(fastest, (performance.now() - start) / calls);
    calls = Math.max(1, Math.round(SAMPLE_MS / fastest));
  }
  return calls;
}
