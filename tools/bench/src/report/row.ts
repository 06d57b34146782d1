import { ratioOf, type Timing } from "../harness/race.js";
import { type Spread, spreadOf } from "../harness/statistics.js";
import { factor, milliseconds } from "./figures.js";

/** What a figure has to be. */
export interface Target {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly against: string;
  /** The figure as it is shown: `1.23×`, `2.3 ms`, `1 request`. */
  readonly figure: string;
  /** Its quartiles, where it was taken more than once. */
  readonly noise?: string;
  /** The same ratio in CPU time of this process. */
  readonly cpu?: string;
  /** The times behind a ratio, ours first. */
  readonly times?: string;
  readonly target?: string;
  readonly reached?: boolean;
  /** Where the target is missed, as a rule: what the limit is. */
  readonly why?: string;
  /** For the chart: the ratio, and what it has to be. */
  readonly bar?: ({ readonly ratio: number } & Target) | undefined;
}

/** A row of how many times as long `timing` took as `to`: less is better, unless `atLeast` is asked. */
export function ratioRow(what: string, timing: Timing, to: Timing, target: Target = {}): Row {
  return {
    ...spreadRow(what, to.name, ratioOf(timing, to), target),
    cpu: factor(timing.cpu / to.cpu),
    times: `${milliseconds(spreadOf(timing.wall).median)} / ${milliseconds(spreadOf(to.wall).median)}`,
  };
}

/** The same, judged by the CPU time. */
export function cpuRow(what: string, timing: Timing, to: Timing, target: Target = {}): Row {
  const ratio = timing.cpu / to.cpu;
  const judgement = judged(ratio, target, (figure) => `${factor(figure)} in CPU`);
  return { ...ratioRow(what, timing, to), ...judgement };
}

/** A row of what some part of the work takes, or what is left without it: for the table alone. */
export function partRow(what: string, timing: Timing, to: Timing): Row {
  return { ...ratioRow(what, timing, to), bar: undefined };
}

/** A row of a ratio that was found otherwise. */
export function spreadRow(what: string, against: string, ratio: Spread, target: Target = {}): Row {
  return {
    what,
    against,
    figure: factor(ratio.median),
    noise: `${factor(ratio.low)}–${factor(ratio.high)}`,
    bar: { ratio: ratio.median, ...target },
    ...judged(ratio.median, target, factor),
  };
}

/** Whether a figure is what it has to be, and how that is said. */
export function judged(
  figure: number,
  { atMost, atLeast }: Target,
  show: (figure: number) => string,
): Pick<Row, "target" | "reached"> {
  if (atMost !== undefined) return { target: `≤ ${show(atMost)}`, reached: figure <= atMost };
  if (atLeast !== undefined) return { target: `≥ ${show(atLeast)}`, reached: figure >= atLeast };
  return {};
}
