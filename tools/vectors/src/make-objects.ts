import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { Address, type Codec, MAX_KEY_BYTES } from "@kstash/core";
import { names } from "./catalog/names.js";
import { refusedByStores, storeNames, storeNamespaces } from "./catalog/objects.js";
import { metadataOf } from "./metadata.js";
import type { ObjectRefusal, ObjectVector, ObjectVectors } from "./vector.js";

const DIGEST = "c6ab205fe81dcad3eec3ab48b96b0618";
const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const NAMESPACE = "stashes";

/** Objects on the stores that have rules of their own: written from WIRE.md, which the backends are checked against. */
export function objectVectors(): ObjectVectors {
  const all = [...names, ...storeNames].filter(
    (name) => Buffer.byteLength(`${name}.${DIGEST}`) <= MAX_KEY_BYTES,
  );
  return {
    written: ["s3", "gs", "az"].flatMap((scheme) => [
      ...all
        .filter((name) => scheme !== "az" || fitsAzure(`${name}.${DIGEST}`))
        .map((name) => vector(scheme, NAMESPACE, name, DIGEST)),
      vector(scheme, NAMESPACE, "context", SHA256),
      vector(scheme, NAMESPACE, "packed", DIGEST, msgpack),
    ]),
    namespaces: Object.entries(storeNamespaces).flatMap(([scheme, list]) =>
      list.map((namespace) => vector(scheme, namespace, "object", DIGEST)),
    ),
    refused: Object.entries(refusedByStores).flatMap(([scheme, list]) =>
      list.map(([title, { namespace = NAMESPACE, name = "object" }]): ObjectRefusal => ({
        scheme,
        title,
        namespace,
        name,
        digest: DIGEST,
        text: Address.from({ scheme, namespace, name, digest: DIGEST }).text,
        code: namespace === NAMESPACE ? "UNSUPPORTED_BACKEND" : "INVALID_ADDRESS",
      })),
    ),
  };
}

function vector(
  scheme: string,
  namespace: string,
  name: string,
  digest: string,
  { contentType }: Codec = cbor,
): ObjectVector {
  const { key, text } = Address.from({ scheme, namespace, name, digest });
  return {
    scheme,
    namespace,
    name,
    digest,
    text,
    object: scheme === "az" ? azureName(key) : key,
    contentType,
    metadata: metadataOf(scheme, namespace, name),
  };
}

function azureName(key: string): string {
  return key.replaceAll("%", "%25").replaceAll("\\", "%5C").replaceAll("./", "%2E/");
}

function fitsAzure(key: string): boolean {
  return azureName(key).length <= 1024 && key.split("/").length <= 254;
}
