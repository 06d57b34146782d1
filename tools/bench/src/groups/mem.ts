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
    const [floor, copies, both] = await race(
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
          name: "two copies, two digests, two copies",
          before,
          run: () => {
            const encoded = new Uint8Array(bytes);
            hash("md5", encoded, "hex");
            const given = new Uint8Array(new Uint8Array(encoded));
            hash("md5", given, "hex");
            return new Uint8Array(given);
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
      rows: [
        {
          ...ratioRow("mem create + retrieve, 512 KiB", both!, floor!, { atMost: 1.15 }),
          why: "it copies four times and not twice, since nobody may change what another holds: the encoded payload is the stash's own (`stash.encoded`), the store has its own, the reader gets its own, and `data` is none of it. The next rows have the cost of that, and what is left",
        },
        ratioRow("of it: the two further copies", copies!, floor!),
        ratioRow("mem create + retrieve, 512 KiB", both!, copies!),
      ],
    };
  },
};
