import { s3 } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { Agent } from "node:https";
import { readFileSync } from "node:fs";
import type { Store } from "./store.js";

/** Stores data in a store of HTTPS, and answers a shared link to it. */
export async function shareObject(store: Store, name: string, data: unknown): Promise<string> {
  const { endpoint, region, accessKeyId, secretAccessKey, ca } = store;
  const backend = s3({
    clientConfig: {
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      forcePathStyle: true,
      requestHandler: { httpsAgent: new Agent({ ca: readFileSync(ca!) }) },
    },
  });
  const { create } = createKstash({ codecs: [cbor], config: { backends: [backend] } });
  return (await create(name, data, { namespace: "stashes" })).share({ ttlSec: 60 });
}
