import { cached } from "@kstash/backend-cached";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bytesOf } from "../parts/payloads.js";
import { BUCKET, startS3 } from "../parts/s3-process.js";
import { ratioRow } from "../report/row.js";

/** What was read before, read again: verified as ever, and not asked of S3. */
export const cachedGroup: Group = {
  name: "cached",
  title: "What was read before, from memory",
  async run({ quick, progress }) {
    const server = await startS3();
    const backend = s3({ clientConfig: server.clientConfig });
    const plain = createKstash({ codecs: [cbor], config: { backends: [backend] } });
    const kept = createKstash({
      codecs: [cbor],
      config: { backends: [cached(backend, { maxBytes: 2 ** 24 })] },
    });
    const rows = [];
    for (const [label, data] of [
      ["1 KiB", bytesOf(1024)],
      ["512 KiB", bytesOf(512 * 1024)],
    ] as const) {
      const { address } = await plain.create("x", data, { namespace: BUCKET });
      const [hit, miss] = await race(
        [
          { name: "cached(s3)", run: async () => (await kept.retrieve(address)).data },
          { name: "s3", run: async () => (await plain.retrieve(address)).data },
        ],
        { rounds: quick ? 40 : 150, progress },
      );
      rows.push(ratioRow(`retrieve from cached(s3), ${label}`, hit!, miss!));
    }
    await server.close();
    return { rows };
  },
};
