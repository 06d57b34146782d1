import type { Kstash } from "@kstash/core";
import { payloadOf } from "../payload.js";
import { type Held, held } from "./held.js";

/** What a load run found. */
export interface LoadResult {
  readonly stashes: number;
  /** Created and read back equal. */
  readonly equal: number;
  readonly seconds: number;
  /** When a tenth was done, and at the end. */
  readonly early: Held;
  readonly late: Held;
}

/** Creates and retrieves so many stashes of their own, so many at a time: each address is read back. */
export async function run(
  { create, retrieve }: Kstash,
  { count, width, prefix }: { count: number; width: number; prefix: string },
): Promise<LoadResult> {
  const started = performance.now();
  let next = 0;
  let equal = 0;
  const work = async (end: number) => {
    while (next < end) {
      const index = next++;
      const name = `${prefix}/${index}`;
      const data = payloadOf(name, 200 + (index % 100) * 200);
      const { address } = await create(name, data, { namespace: "stashes" });
      const stash = await retrieve<typeof data>(address.text);
      if (stash.data.name === data.name && stash.data.text === data.text) equal += 1;
    }
  };
  const all = (end: number) => Promise.all(Array.from({ length: width }, () => work(end)));
  await all(count / 10);
  const early = await held();
  await all(count);
  const late = await held();
  return { stashes: count, equal, seconds: (performance.now() - started) / 1000, early, late };
}
