import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash } from "@kstash/core";
import type { Peer } from "./peer.js";
import { BUCKET } from "./s3-process.js";

/** kstash on one backend. */
export function kstashPeer(name: string, backend: Backend): Peer {
  const { create, retrieve, remove } = createKstash({
    codecs: [cbor],
    config: { backends: [backend] },
  });
  let address = "";
  return {
    name,
    async roundTrip(data) {
      address = (await create("x", data, { namespace: BUCKET })).address.text;
      return (await retrieve(address)).data;
    },
    clear: () => remove(address),
  };
}
