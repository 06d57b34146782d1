import { Address, isKstashError } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { spreadOf } from "../harness/statistics.js";
import { milliseconds } from "../report/figures.js";
import { judged } from "../report/row.js";

const MB = 1_000_000;
const DIGEST = "0".repeat(32);

/** What somebody may send to keep a receiver busy: a megabyte of one kind or another. */
const hostile: Readonly<Record<string, string>> = {
  "a long name": `s3://stashes/${"a".repeat(MB)}.${DIGEST}`,
  "a long namespace": `s3://${"a".repeat(MB)}/x.${DIGEST}`,
  "a long scheme": `${"a".repeat(MB)}://stashes/x.${DIGEST}`,
  segments: `s3://stashes/${"a/".repeat(MB / 2)}x.${DIGEST}`,
  dots: `s3://stashes/${".".repeat(MB)}.${DIGEST}`,
  escapes: `s3://stashes/${"%41".repeat(MB / 3)}.${DIGEST}`,
  "broken escapes": `s3://stashes/${"%".repeat(MB)}.${DIGEST}`,
  "a long query": `inline://stashes/x?data=${"A".repeat(MB)}`,
  fields: `inline://stashes/x?${"data&".repeat(MB / 5)}`,
  "an escaped query": `inline://stashes/x?data=${"%2B".repeat(MB / 3)}`,
  "a long link": `https://${"a.".repeat(MB / 2)}s3.amazonaws.com/x.${DIGEST}`,
  "a link of slashes": `https://host/${"/".repeat(MB)}x.${DIGEST}`,
};

/** How long hostile addresses keep a receiver busy. */
export const addressGroup: Group = {
  name: "address",
  title: "Addresses of a megabyte",
  async run({ quick, progress }) {
    const timings = await race(
      Object.entries(hostile).map(([name, text]) => ({ name, run: () => read(text) })),
      { rounds: quick ? 10 : 40, progress },
    );
    const medians = timings.map(({ name, wall }) => ({ name, time: spreadOf(wall) }));
    const worst = medians.toSorted((a, b) => b.time.median - a.time.median)[0]!;
    const { low, median, high } = worst.time;
    return {
      rows: [
        {
          what: `Address.parse and param of 1 MB, the slowest of ${medians.length} kinds`,
          against: worst.name,
          figure: milliseconds(median),
          noise: `${milliseconds(low)}–${milliseconds(high)}`,
          ...judged(median, { atMost: 50 }, milliseconds),
        },
      ],
    };
  },
};

function read(text: string): void {
  try {
    Address.parse(text).param("data");
  } catch (error) {
    if (!isKstashError(error)) throw error;
  }
}
