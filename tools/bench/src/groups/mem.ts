import { hash } from "node:crypto";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bytesOf, stamp } from "../parts/payloads.js";
import { ratioRow } from "../report/row.js";

const SIZE = 512 * 1024;

/** A buffer in this process's memory, there and back. */
export const memGroup: Group = {
  name: "mem",
  title: "A buffer in this process's memory",
  async run({ quick, progress }) {
    const { create, retrieve, remove } = createKstash({
      codecs: [cbor],
      config: { backends: [mem()] },
    });
    const bytes = bytesOf(SIZE);
    const before = () => stamp(bytes);
    let address = "";
    const [floor, both] = await race(
      [
        {
          name: "copy, digest, digest, copy",
          before,
          run: () => {
            const kept = new Uint8Array(bytes);
            hash("md5", kept, "hex");
            hash("md5", kept, "hex");
            return new Uint8Array(kept);
          },
        },
        {
          name: "create + retrieve",
          before,
          run: async () => {
            address = (await create("x", bytes)).address.text;
            return (await retrieve(address)).data;
          },
          after: () => remove(address),
        },
      ],
      { rounds: quick ? 60 : 300, progress },
    );
    return {
      rows: [ratioRow("mem create + retrieve, 512 KiB", both!, floor!, { atMost: 1.15 })],
    };
  },
};
