import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { Address, createKstash } from "@kstash/core";
import { installPython, startPeer } from "@kstash/python";
import type { Group, Run } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bareDecoder, bareEncoder } from "../parts/bare-cbor.js";
import { small } from "../parts/payloads.js";
import { partRow, ratioRow, type Row } from "../report/row.js";

const { create, retrieve } = createKstash({ codecs: [cbor], config: { backends: [inline()] } });

async function roundTrip(): Promise<unknown> {
  const { address } = await create("x", small);
  return (await retrieve(address.text)).data;
}

/** A small payload inside its address, there and back. */
export const inlineGroup: Group = {
  name: "inline",
  title: "A small payload inside its address",
  async run(run) {
    return { rows: [...(await besideTheFloor(run)), ...(await besidePython(run))] };
  },
};

async function besideTheFloor({ quick, progress }: Run): Promise<Row[]> {
  const stash = await create("x", small);
  const { text } = stash.address;
  const [floor, both, ...parts] = await race(
    [
      {
        name: "cbor-x, base64 and back",
        run: async () => {
          const base64 = bareEncoder.encode(small).toString("base64");
          return bareDecoder.decode(Buffer.from(base64, "base64"));
        },
      },
      { name: "create + retrieve", run: roundTrip },
      { name: "create", run: () => create("x", small) },
      { name: "retrieve", run: () => retrieve(text) },
      { name: "codec-cbor encode", run: () => cbor.encode(small) },
      { name: "codec-cbor decode", run: () => cbor.decode(stash.encoded) },
      { name: "Address.parse", run: () => Address.parse(text) },
    ],
    { rounds: quick ? 150 : 600, progress },
  );
  return [
    {
      ...ratioRow("inline create + retrieve, 41 bytes", both!, floor!, { atMost: 6 }),
      why: "the next rows have the share of each part. What the floor does not do: check the data model and sort the keys (encode), check the bytes (decode), check two addresses (parse, once for each direction), and wait for what might be remote",
    },
    ...parts.map((part) => partRow(`of it: ${part.name}`, part, floor!)),
  ];
}

// Enough that asking the Python process counts for nothing.
const TIMES = 500;

async function besidePython({ quick, progress }: Run): Promise<Row[]> {
  const python = installPython();
  if (python === undefined) return [];
  const peer = startPeer(python);
  try {
    const [ours, theirs] = await race(
      [
        {
          name: "kstash",
          run: async () => {
            for (let time = 0; time < TIMES; time++) await roundTrip();
          },
        },
        {
          name: "the Python edition",
          run: () => peer.call("inline_round_trips", { data: small, count: TIMES }),
        },
      ],
      { rounds: quick ? 20 : 60, progress: (done) => progress(`beside Python: ${done}`) },
    );
    const row = ratioRow(`${TIMES} times the same`, ours!, theirs!, { atMost: 0.5 });
    // The CPU time that is taken is this process's alone.
    return [{ ...row, cpu: "" }];
  } finally {
    await peer.close();
  }
}
