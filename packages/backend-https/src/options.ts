import type { LookupFunction } from "node:net";

/** The options that `https()` and `http()` share. */
export interface LinkOptions {
  /**
   * The only hosts to read from: names or literal addresses. A leading `*.` stands for one label, as in
   * certificates (RFC 9525): `"*.s3.eu-west-1.amazonaws.com"`. An entry with a port
   * (`"minio.example.com:9000"`) allows that port of that host, regardless of `ports`. The list only
   * narrows: a private address in it is still refused. Default: every host.
   */
  readonly hosts?: readonly string[] | undefined;
  /** The ports to read from. Default: 443 for `https()`, every port for `http()`. */
  readonly ports?: readonly number[] | undefined;
  /**
   * The time limit for a whole `get` in milliseconds, from 1 to 2,147,483,647. It includes retries, the
   * waits between them and the body, but not the time that the reader of a stream takes. Default 60,000
   * (one minute).
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a request is repeated after a failure that may pass (the network, 429, 5xx): a whole number,
   * 0 for never. Default 2.
   */
  readonly retries?: number | undefined;
  /**
   * Resolves names like the option of `net.connect`, for a cache or a resolver of your own. Its answers are
   * checked like any others. Default: `dns.lookup`.
   */
  readonly lookup?: LookupFunction | undefined;
}

/** The options of `http()`. */
export type HttpOptions = LinkOptions;

/** The options of `https()`. */
export interface HttpsOptions extends LinkOptions {
  /**
   * Whether to reach loopback (127.0.0.0/8, ::1), private (RFC 1918) and unique-local (RFC 4193)
   * addresses as well, for a store inside your own network. Best used with `hosts`. Default `false`.
   */
  readonly allowPrivate?: boolean | undefined;
  /**
   * Certificate authorities in PEM, trusted instead of Node's own. To trust one more, set the environment
   * variable `NODE_EXTRA_CA_CERTS`. Default: Node's own.
   */
  readonly ca?: string | readonly string[] | undefined;
}
