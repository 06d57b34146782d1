import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { Address, createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bareDecoder, bareEncoder } from "../parts/bare-cbor.js";
import { small } from "../parts/payloads.js";
import { partRow, ratioRow } from "../report/row.js";

/** A small payload inside its address, there and back. */
export const inlineGroup: Group = {
  name: "inline",
  title: "A small payload inside its address",
  async run({ quick, progress }) {
    const { create, retrieve } = createKstash({ codecs: [cbor], config: { backends: [inline()] } });
    const stash = await create("x", small);
    const { text } = stash.address;
    const [floor, both, creating, retrieving, encoding, decoding, parsing] = await race(
      [
        {
          name: "cbor-x, base64 and back",
          run: async () => {
            const base64 = bareEncoder.encode(small).toString("base64");
            return bareDecoder.decode(Buffer.from(base64, "base64"));
          },
        },
        {
          name: "create + retrieve",
          run: async () => {
            const { address } = await create("x", small);
            return (await retrieve(address.text)).data;
          },
        },
        { name: "create", run: () => create("x", small) },
        { name: "retrieve", run: () => retrieve(text) },
        { name: "codec-cbor encode", run: () => cbor.encode(small) },
        { name: "codec-cbor decode", run: () => cbor.decode(stash.encoded) },
        { name: "Address.parse", run: () => Address.parse(text) },
      ],
      { rounds: quick ? 150 : 600, progress },
    );
    return {
      rows: [
        {
          ...ratioRow("inline create + retrieve, 41 bytes", both!, floor!, { atMost: 2.5 }),
          why: "the next rows have the share of each part. What the floor does not do: check the data model and sort the keys (encode), check two addresses (parse, once for each direction), escape base64 for the query and back, and answer by two promises instead of one",
        },
        ...[creating, retrieving, encoding, decoding, parsing].map((part) =>
          partRow(`of it: ${part!.name}`, part!, floor!),
        ),
      ],
    };
  },
};
