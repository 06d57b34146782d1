import { readFileSync } from "node:fs";

/** How an object of a store is named, and what is beside its bytes, by the wire format's vectors. */
export interface ObjectVector {
  readonly scheme: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
  readonly text: string;
  readonly object: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a store must refuse. */
export interface RefusalVector {
  readonly scheme: string;
  readonly title: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: string;
}

interface ObjectVectors {
  readonly written: readonly ObjectVector[];
  readonly namespaces: readonly ObjectVector[];
  readonly refused: readonly RefusalVector[];
}

/** Those of one store. */
export function vectorsOf(scheme: string): ObjectVectors {
  const file = new URL("../../../packages/core/vectors/objects.json", import.meta.url);
  const all = JSON.parse(readFileSync(file, "utf8")) as ObjectVectors;
  const isOfStore = (vector: { readonly scheme: string }) => vector.scheme === scheme;
  return {
    written: all.written.filter(isOfStore),
    namespaces: all.namespaces.filter(isOfStore),
    refused: all.refused.filter(isOfStore),
  };
}
