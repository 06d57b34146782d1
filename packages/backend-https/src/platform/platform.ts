import type { Endpoint } from "../endpoint.js";
import type { HttpsOptions } from "../options.js";
import type { Settings } from "../settings.js";

// What differs between Node and browsers: `#platform/addresses`, `#platform/capabilities` and
// `#platform/request` are the files of `node/`, or those of `browser/` by the condition `browser`.

/** `addresses.ts`, as `node:net` has it. */
export interface Addresses {
  /** 4 or 6, or 0 for what is no IP address. */
  isIP(text: string): number;
  readonly BlockList: new () => AddressList;
}

/** Ranges of IP addresses. */
export interface AddressList {
  addSubnet(network: string, prefix: number, family: "ipv4" | "ipv6"): void;
  check(address: string, family: "ipv4" | "ipv6"): boolean;
}

/** `capabilities.ts`, which loads nothing. */
export interface Capabilities {
  /** Options that the platform has no use for, and why. */
  readonly unusableOptions: Readonly<Partial<Record<keyof HttpsOptions, string>>>;
  /** Whether the address that a name resolves to is checked before the connection is made. */
  readonly checksNames: boolean;
}

/** `request.ts`. */
export interface Requester {
  /** Makes what sends requests, which keeps its connections for the next ones where it can. */
  requester(settings: Settings): Request;
}

/**
 * Sends one GET, and resolves to its response as soon as the headers are there. Destroy the response,
 * or read it to its end, to free the connection. The signal ends both the request and its response.
 */
export type Request = (
  endpoint: Endpoint,
  signal: AbortSignal,
  headers?: Record<string, string>,
) => Promise<HttpResponse>;

/** What is used of a response: Node's `IncomingMessage` is one. */
export interface HttpResponse extends AsyncIterable<Uint8Array> {
  /** 0 for a redirect that a browser keeps to itself. */
  readonly statusCode?: number | undefined;
  /** By lowercase names: those that came, or that the store lets a page see. */
  readonly headers: Headers;
  destroy(): void;
}

export type Headers = Readonly<Record<string, string | string[] | undefined>>;
