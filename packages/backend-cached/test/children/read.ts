// node read.ts STORE BELOW ADDRESS…: reads the addresses, all at once, and prints one JSON line: what is
// there, and how often the store was asked.
import { file } from "@kstash/backend-file";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { cached } from "../../src/index.js";

const [store = "", below = "", ...addresses] = process.argv.slice(2);
const inner = file({ root: store });
let asked = 0;
const counted: typeof inner = {
  ...inner,
  get: (address, context) => {
    asked += 1;
    return inner.get(address, context);
  },
};
const backend = cached(counted, {
  maxBytes: 10_000_000,
  below: file({ root: below, durable: false }),
});
const { retrieve } = createKstash({ codecs: [cbor], config: { backends: [backend] } });
const stashes = await Promise.all(addresses.map((address) => retrieve(address)));
console.log(JSON.stringify({ data: stashes.map(({ data }) => data), asked }));
