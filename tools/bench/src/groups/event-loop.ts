import { hash } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mem } from "@kstash/backend-mem";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { spreadOf } from "../harness/statistics.js";
import { bareEncoder } from "../parts/bare-cbor.js";
import { bytesOf } from "../parts/payloads.js";
import { largestPause } from "../parts/pause.js";
import { BUCKET, startS3 } from "../parts/s3-process.js";
import { milliseconds } from "../report/figures.js";
import { type Row, spreadRow } from "../report/row.js";

const MIB = 1024 * 1024;
const SIZE = 64 * MIB;

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
    return { rows: [row("create"), row("retrieve"), await manyAtOnce(rounds)] };
  },
};

/** The largest pause while 64 payloads of 8 MiB are stored at once on S3. */
async function manyAtOnce(rounds: number): Promise<Row> {
  const server = await startS3({ tls: true });
  const { create } = createKstash({
    codecs: [cbor],
    config: { backends: [s3({ clientConfig: server.clientConfig })] },
  });
  const client = new S3Client(server.clientConfig);
  const bytes = bytesOf(8 * MIB);
  const all = (run: (index: number) => Promise<unknown>) =>
    largestPause(() => Promise.all(Array.from({ length: 64 }, (_, index) => run(index))));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    ours.push(await all((index) => create(`${round}/${index}`, bytes, { namespace: BUCKET })));
    theirs.push(
      await all(async (index) => {
        const Body = bareEncoder.encode(bytes);
        const Key = `${round}/${index}.${hash("md5", Body, "hex")}`;
        await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
      }),
    );
  }
  client.destroy();
  await server.close();
  const times = [ours, theirs].map((each) => milliseconds(spreadOf(each).median));
  return {
    ...spreadRow(
      "64 creates of 8 MiB in flight: largest pause",
      "encode, MD5 and the SDK's PutObject",
      spreadOf(ours.map((pause, round) => pause / theirs[round]!)),
      { atMost: 1 },
    ),
    times: times.join(" / "),
  };
}
