import type { IncomingHttpHeaders } from "node:http";
import type { ObjectBackend, ObjectStoreOptions } from "@kstash/backend-kit";
import type { Backend } from "@kstash/core";

/** What the suites need to know of a store, and of the server that stands for it. */
export interface StoreKind<Own extends Store = Store> {
  /** "Azurite" */
  readonly title: string;
  /** The backend's name: "az". */
  readonly scheme: string;
  /** Whether the server can be started here. Default: it can. */
  readonly isInstalled?: boolean;
  start(): Promise<Own>;
  /** Reads the store's links. Left out, links are not read. */
  readonly linkReader?: Backend;
  /** Whether the server checks the signature and the time of a link. */
  readonly checksLinks?: boolean;
  /** What an error says of a namespace that does not exist, with the namespace as `$`. */
  readonly missingNamespace: string;
}

/** The options that all these backends have, and a mark on what is stored. */
export interface SuiteOptions extends ObjectStoreOptions {
  /** Stores with `Cache-Control: no-store` and the metadata `origin: test`. */
  readonly marked?: true;
}

/** A server that runs, with the means to arrange and to look at what is in it, past the backend. */
export interface Store {
  readonly url: string;
  createNamespace(namespace: string): Promise<void>;
  /**
   * Makes the backend.
   *
   * @param url where it finds the store: the server, a proxy in front of it, or a port where nobody listens
   */
  backend(url: string, options?: SuiteOptions): ObjectBackend;
  /** What is beside the bytes of an object in "stashes"; the key is the store's own name of it. */
  head(key: string): Promise<Head>;
  write(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** The keys that begin so. */
  list(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Head {
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** What a write changes. */
  readonly version: string;
  /** From when on lifecycle rules count. */
  readonly countsFrom: string;
}

/** What the suite of faults needs to know besides. */
export interface FaultyKind<Own extends Store = Store> extends StoreKind<Own> {
  /** The method of the request that stores a small payload. */
  readonly putMethod: string;
  /** The method and path of one that sends a part of a large payload. */
  isPart(request: {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
  }): boolean;
  /** The method of the request that ends an upload that has failed, where there is one. */
  readonly cancelMethod?: string;
  /** Whether it is the SDK that decides how long to wait at most. Default: a minute is the most. */
  readonly sdkWaits?: boolean;
  /** A refusal, as the store words it. */
  refusal(code: string): { readonly headers: Record<string, string>; readonly body: string };
  /** Refusals, and what the error says of each. */
  readonly refusals: readonly (readonly [status: number, code: string, words: string])[];
  /** What an error says of bytes that were changed on their way. */
  readonly changed: string;
  /** What a message must never hold. */
  readonly secret?: string;
}

/** Whether a request asks for the range that begins there. */
export function asksFrom(start: number) {
  return ({ headers }: { readonly headers: IncomingHttpHeaders }): boolean =>
    String(headers["x-ms-range"] ?? headers.range).startsWith(`bytes=${start}-`);
}
