import type { LookupFunction } from "node:net";

/** What `https()` and `http()` both take. */
export interface LinkOptions {
  /**
   * The only hosts to read from: names or literal addresses, in which a leading `*.` stands for one
   * label, as in certificates (RFC 9525): `"*.s3.eu-west-1.amazonaws.com"`. With a port
   * (`"minio.example.com:9000"`), that port of that host, whatever `ports` says. The list narrows: a
   * private address in it is still refused. Default: every host.
   */
  readonly hosts?: readonly string[] | undefined;
  /** The ports to read from. Default: 443 for `https()`, every port for `http()`. */
  readonly ports?: readonly number[] | undefined;
  /**
   * The time limit in milliseconds, from 1 to 2,147,483,647, for a whole `get`: retries, waits
   * between them and the body included. Default 60,000 (one minute).
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a request that failed in passing (the network, 429, 5xx) is repeated: a whole number,
   * 0 for never. Default 2.
   */
  readonly retries?: number | undefined;
  /**
   * Resolves names, as the option of `net.connect` does: for a cache, or a resolver of your own. What
   * it answers is checked like any other answer. Default: `dns.lookup`.
   */
  readonly lookup?: LookupFunction | undefined;
}

/** The options of `http()`. */
export type HttpOptions = LinkOptions;

/** The options of `https()`. */
export interface HttpsOptions extends LinkOptions {
  /**
   * Whether to reach loopback (127.0.0.0/8, ::1), private (RFC 1918) and unique-local (RFC 4193)
   * addresses too: for a store inside your own network, best together with `hosts`. Default `false`.
   */
  readonly allowPrivate?: boolean | undefined;
  /**
   * Certificate authorities in PEM, trusted in place of those that Node has. To trust one more, set
   * the environment's `NODE_EXTRA_CA_CERTS`. Default: Node's own.
   */
  readonly ca?: string | readonly string[] | undefined;
}
