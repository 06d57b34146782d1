import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { loaders } from "./loaders.js";

/**
 * The four operations with the defaults wired: CBOR; backends by the names `inline`, `mem`, `file`,
 * `s3` and `https`, each loaded when first needed.
 */
export const { create, retrieve, share, remove } = createKstash({ codecs: [cbor], loaders });
