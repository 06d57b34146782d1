import { hash } from "node:crypto";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { spreadOf } from "../harness/statistics.js";
import { bytesOf } from "../parts/payloads.js";
import { largestPause } from "../parts/pause.js";
import { milliseconds } from "../report/figures.js";

const SIZE = 64 * 1024 * 1024;

/** How long a large buffer keeps other work waiting. */
export const eventLoopGroup: Group = {
  name: "event-loop",
  title: "The event loop's largest pause for a buffer of 64 MiB",
  async run({ quick, progress }) {
    const rounds = quick ? 3 : 9;
    const { create, retrieve, remove } = createKstash({
      codecs: [cbor],
      config: { backends: [mem()] },
    });
    const bytes = bytesOf(SIZE);
    const pauses: Record<string, number[]> = { create: [], retrieve: [], digest: [], copy: [] };
    for (let round = 1; round <= rounds; round++) {
      let address = "";
      pauses["digest"]!.push(await largestPause(() => hash("md5", bytes, "hex")));
      pauses["copy"]!.push(await largestPause(() => bytes.slice()));
      pauses["create"]!.push(
        await largestPause(async () => void (address = (await create("x", bytes)).address.text)),
      );
      pauses["retrieve"]!.push(await largestPause(() => retrieve(address)));
      await remove(address);
      progress(`round ${round} of ${rounds}`);
    }
    const row = (operation: string) => {
      const { low, median, high } = spreadOf(pauses[operation]!);
      const digest = milliseconds(spreadOf(pauses["digest"]!).median);
      const copy = milliseconds(spreadOf(pauses["copy"]!).median);
      return {
        what: `${operation}, 64 MiB in mem: largest pause`,
        against: `MD5 at once: ${digest}; one copy: ${copy}`,
        figure: milliseconds(median),
        noise: `${milliseconds(low)}–${milliseconds(high)}`,
      };
    };
    return { rows: [row("create"), row("retrieve")] };
  },
};
