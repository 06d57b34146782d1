import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Group } from "../harness/group.js";
import { race } from "../harness/race.js";
import { bytesOf, stamp } from "../parts/payloads.js";
import { BUCKET, startS3 } from "../parts/s3-process.js";
import { partRow, ratioRow, type Row } from "../report/row.js";

const SIZE = 64 * 1024 * 1024;

/** One SHA-256 for the address, the checksum and the signature. */
export const sha256Group: Group = {
  name: "sha256",
  title: 'The same with `hash: "sha256"`, beside a PutObject that neither encodes nor names',
  async run({ quick, progress }) {
    const rows: Row[] = [];
    for (const protocol of ["http", "https"]) {
      const server = await startS3({ tls: protocol === "https" });
      const client = new S3Client(server.clientConfig);
      const backend = s3({ clientConfig: server.clientConfig });
      const { create, remove } = createKstash({
        codecs: [cbor],
        config: { backends: [backend], hash: "sha256" },
      });
      const bytes = bytesOf(SIZE);
      const before = () => stamp(bytes);
      const place = { Bucket: BUCKET, Key: "bare" };
      let stored = "";
      const rounds = quick ? 3 : 9;
      const options = { rounds, progress: (done: string) => progress(`${protocol}: ${done}`) };
      const [ours, bare] = await race(
        [
          {
            name: "create",
            before,
            run: async () =>
              void (stored = (await create("x", bytes, { namespace: BUCKET })).address.text),
            after: () => remove(stored),
          },
          {
            name: "the SDK's PutObject alone",
            before,
            run: () => client.send(new PutObjectCommand({ ...place, Body: bytes })),
            after: () => client.send(new DeleteObjectCommand(place)),
          },
        ],
        options,
      );
      // Apart, since its garbage would be collected in the others' time.
      const copy = { name: "one copy of the payload", before, run: () => new Uint8Array(bytes) };
      const [copying] = await race([copy], options);
      client.destroy();
      await server.close();
      rows.push(
        {
          ...ratioRow(`S3 create, SHA-256, 64 MiB over ${protocol}`, ours!, bare!, { atMost: 1 }),
          why: "the payload is copied once, into the bytes that are stored (the next row has what that takes): they are the stash's own, and what the caller does to its buffer meanwhile cannot break their digest. PutObject alone sends the caller's buffer, and to do so is what it would take; of its work its CRC32 is saved",
        },
        partRow("of it: one copy of the payload", copying!, bare!),
      );
    }
    return { rows };
  },
};
