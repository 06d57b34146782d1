import { type Spread, spreadOf } from "./statistics.js";

/** One way to do a piece of work of which many are under way at once. */
export interface Flyer {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** What one of them took, one number for each round. */
export interface Flight {
  readonly name: string;
  /** Pieces of work per second. */
  readonly rate: readonly number[];
  /** CPU time of this process for one, in milliseconds. */
  readonly cpu: readonly number[];
  /** The 99th percentile of how long one took, in milliseconds. */
  readonly p99: readonly number[];
}

export interface FlightOptions {
  readonly rounds: number;
  /** How many in one round. */
  readonly count: number;
  /** How many at once. */
  readonly width: number;
  readonly progress: (done: string) => void;
}

/** Runs them in turns, each round beginning with another; the first round is a warm-up. */
export async function fly(flyers: readonly Flyer[], options: FlightOptions): Promise<Flight[]> {
  const { rounds, progress } = options;
  const flights = flyers.map(({ name, run }) => ({
    name,
    run,
    rate: [] as number[],
    cpu: [] as number[],
    p99: [] as number[],
  }));
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < flights.length; turn++) {
      const flight = flights[(turn + round + 1) % flights.length]!;
      const { rate, cpu, p99 } = await flyOnce(flight.run, options);
      if (round < 0) continue;
      flight.rate.push(rate);
      flight.cpu.push(cpu);
      flight.p99.push(p99);
    }
    progress(`round ${round + 1} of ${rounds}`);
  }
  return flights;
}

/** How many times as much one has as the other, round by round. */
export function timesOf(of: readonly number[], to: readonly number[]): Spread {
  return spreadOf(of.map((value, round) => value / to[round]!));
}

async function flyOnce(run: () => Promise<unknown>, { count, width }: FlightOptions) {
  const times: number[] = [];
  let left = count;
  const lane = async () => {
    while (left-- > 0) {
      const start = performance.now();
      await run();
      times.push(performance.now() - start);
    }
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: width }, lane));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return {
    rate: count / seconds,
    cpu: (user + system) / 1000 / count,
    p99: times[Math.floor(times.length * 0.99)]!,
  };
}
