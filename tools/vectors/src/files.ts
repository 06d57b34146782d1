import { readFileSync } from "node:fs";
import { inlineRetrievals, type Retrieval, storedRetrievals } from "./catalog/retrievals.js";
import {
  readReferences,
  type ReferenceVector,
  refusedMessages,
  refusedReferences,
} from "./catalog/references.js";
import { addressVectors, configVectors } from "./make-addresses.js";
import { cborVectors, msgpackVectors } from "./make-codec.js";
import { objectVectors } from "./make-objects.js";
import type { AddressVectors, CodecVectors, ConfigVectors, ObjectVectors } from "./vector.js";

/** Where the files are that core publishes. */
export const folder = new URL("../../../packages/core/vectors/", import.meta.url);

/** Addresses that are retrieved: what comes of them. */
export interface RetrievalVectors {
  readonly inline: readonly Retrieval[];
  readonly stored: readonly Retrieval[];
}

/** Messages with references in them. */
export interface ReferenceVectors {
  readonly read: readonly ReferenceVector[];
  readonly refused: readonly ReferenceVector[];
  readonly refusedMessages: readonly ReferenceVector[];
}

/** Each file, and what it holds. */
export interface Files {
  readonly "cbor.json": CodecVectors;
  readonly "msgpack.json": CodecVectors;
  readonly "addresses.json": AddressVectors;
  readonly "objects.json": ObjectVectors;
  readonly "configs.json": ConfigVectors;
  readonly "retrievals.json": RetrievalVectors;
  readonly "references.json": ReferenceVectors;
}

/** What the files hold according to this version of the code. */
export function makeFiles(): Files {
  return {
    "cbor.json": cborVectors(),
    "msgpack.json": msgpackVectors(),
    "addresses.json": addressVectors(),
    "objects.json": objectVectors(),
    "configs.json": configVectors(),
    "retrievals.json": { inline: inlineRetrievals, stored: storedRetrievals },
    "references.json": { read: readReferences, refused: refusedReferences, refusedMessages },
  };
}

/** A file as it is published. */
export function readVectors<File extends keyof Files>(file: File): Files[File] {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Files[File];
}

/** The text of a file: one vector a line, so that a change shows what it changes. */
export function textOf(file: object): string {
  const lists = Object.entries(file).map(([title, list]) => {
    const lines = (list as readonly unknown[]).map((entry) => `    ${JSON.stringify(entry)}`);
    return `  ${JSON.stringify(title)}: [\n${lines.join(",\n")}\n  ]`;
  });
  return `{\n${lists.join(",\n")}\n}\n`;
}
