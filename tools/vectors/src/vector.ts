import type { Json } from "./escapes.js";

/** Data, and what becomes of it: everything that two implementations have to agree on. */
export interface Vector {
  readonly title: string;
  readonly codec: "cbor" | "msgpack";
  readonly namespace: string;
  readonly name: string;
  readonly data: Json;
  /** What is read again, where it differs from the data. */
  readonly reads?: Json;
  /** In hex; left out of the large ones. */
  readonly bytes?: string;
  /** Of the bytes: how many, and the first 16 in hex, of the large ones. */
  readonly length?: number;
  readonly start?: string;
  readonly md5: string;
  readonly sha256: string;
  readonly addresses: {
    /** By the scheme, with MD5. */
    readonly md5: Readonly<Record<string, string>>;
    readonly sha256: Readonly<Record<string, string>>;
    /** However long; left out of the large ones. */
    readonly inline?: string;
  };
}

/** Bytes that others write, and the data that they stand for; or the code of the error. */
export interface BytesVector {
  readonly title: string;
  readonly bytes: string;
  readonly data?: Json;
  readonly code?: string;
}

/** Data that is refused, where it stands, and the code of the error. */
export interface DataVector {
  readonly title: string;
  readonly data: Json;
  readonly code: string;
  readonly path: string;
}

/** A file of vectors about one codec. */
export interface CodecVectors {
  readonly written: readonly Vector[];
  readonly read: readonly BytesVector[];
  readonly refusedBytes: readonly BytesVector[];
  readonly refusedData: readonly DataVector[];
}

/** An address, its parts, and what is stored beside the bytes. */
export interface AddressVector {
  readonly scheme: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest?: string;
  readonly query?: string;
  readonly key: string;
  readonly text: string;
  /** Of an object on S3: its user-defined metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Something that is refused, and the code of the error. */
export interface Refusal {
  readonly title: string;
  readonly input: Json;
  readonly code: string;
}

/** The file about addresses. */
export interface AddressVectors {
  readonly written: readonly AddressVector[];
  readonly read: readonly {
    readonly title: string;
    readonly text: string;
    readonly written: string;
  }[];
  readonly links: readonly {
    readonly text: string;
    readonly namespace: string;
    readonly name: string;
    readonly digest: string;
  }[];
  readonly refusedNames: readonly Refusal[];
  readonly refusedNamespaces: readonly Refusal[];
  readonly refusedAddresses: readonly Refusal[];
}

/** The file about configs. */
export interface ConfigVectors {
  readonly accepted: readonly Json[];
  readonly refused: readonly Refusal[];
}

/** An object of a store: what it is called there, and what is stored beside its bytes. */
export interface ObjectVector {
  readonly scheme: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
  readonly text: string;
  /** The store's name of it. */
  readonly object: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A well-formed address of what its store cannot hold, and the code of the error. */
export interface ObjectRefusal extends Omit<ObjectVector, "object" | "contentType" | "metadata"> {
  readonly title: string;
  readonly code: string;
}

/** The file about objects. */
export interface ObjectVectors {
  readonly written: readonly ObjectVector[];
  readonly namespaces: readonly ObjectVector[];
  readonly refused: readonly ObjectRefusal[];
}
