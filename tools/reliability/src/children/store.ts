// node store.ts COUNT BYTES: creates COUNT stashes of BYTES on the store that the environment names, one
// after the other, and says each address as soon as it is handed out.
import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { payloadOf } from "../payload.js";

const [count = 0, bytes = 0] = process.argv.slice(2).map(Number);
const id = process.env["WRITER"] ?? "";
const backends = [s3({ clientConfig: { forcePathStyle: true } })];
const { create } = createKstash({ codecs: [cbor], config: { backends } });
for (let index = 0; index < count; index++) {
  const name = `${id}/${index}`;
  const stash = await create(name, payloadOf(name, bytes), { namespace: "stashes" });
  process.stdout.write(`${JSON.stringify({ address: stash.address })}\n`);
}
