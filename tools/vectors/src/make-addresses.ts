import { Address, MAX_KEY_BYTES } from "@kstash/core";
import { links, readAddresses, refusedAddresses, refusedLinks } from "./catalog/addresses.js";
import { configs, refusedConfigs } from "./catalog/configs.js";
import { names, namespaces, refusedNames, refusedNamespaces } from "./catalog/names.js";
import type { Json } from "./escapes.js";
import { metadataOf } from "./metadata.js";
import type { AddressVector, AddressVectors, ConfigVectors, Refusal } from "./vector.js";

const DIGESTS = [
  "c6ab205fe81dcad3eec3ab48b96b0618",
  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
];

export function addressVectors(): AddressVectors {
  const owners = [
    ...names.map((name) => ({ namespace: "stashes", name })),
    ...namespaces.map((namespace) => ({ namespace, name: "object" })),
  ];
  return {
    written: owners.flatMap(({ namespace, name }) => [
      ...DIGESTS.filter((digest) => fits(name, digest)).map((digest) =>
        vector({ scheme: "s3", namespace, name, digest }, metadataOf("s3", namespace, name)),
      ),
      vector({ scheme: "inline", namespace, name, query: "data=9g%3D%3D" }),
    ]),
    read: readAddresses.map(([title, text, written]) => ({ title, text, written })),
    links: links.map(([text, namespace, name]) => {
      const [, digest = ""] = /\.([0-9a-f]+)(?:\?|$)/.exec(text) ?? [];
      return { text, namespace, name, digest };
    }),
    refusedNames: refusals(refusedNames, "INVALID_ADDRESS"),
    refusedNamespaces: refusals(refusedNamespaces, "INVALID_ADDRESS"),
    refusedAddresses: refusals([...refusedAddresses, ...refusedLinks], "INVALID_ADDRESS"),
  };
}

export function configVectors(): ConfigVectors {
  return { accepted: configs, refused: refusals(refusedConfigs, "INVALID_CONFIG") };
}

function vector(
  parts: Omit<AddressVector, "key" | "text" | "metadata">,
  metadata?: Record<string, string>,
): AddressVector {
  const { key, text } = Address.from(parts);
  return { ...parts, key, text, ...(metadata ? { metadata } : {}) };
}

function fits(name: string, digest: string): boolean {
  return Buffer.byteLength(`${name}.${digest}`) <= MAX_KEY_BYTES;
}

function refusals(all: readonly (readonly [string, Json])[], code: string): Refusal[] {
  return all.map(([title, input]) => ({ title, input, code }));
}
