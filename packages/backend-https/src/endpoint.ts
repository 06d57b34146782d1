/** What a link says about the connection to make and the request to send on it. */
export interface Endpoint {
  /** In lowercase; an IPv6 literal without its brackets. */
  readonly host: string;
  readonly port: number;
  /** Host and port exactly as in the link. It is sent as `Host`, which signatures cover. */
  readonly authority: string;
  /** Path and query exactly as in the link. */
  readonly path: string;
}

/** Takes a link apart without changing a character. `Address.parse` has checked its form. */
export function endpointOf(link: string, scheme: "https" | "http"): Endpoint {
  const start = link.indexOf("://") + 3;
  const slash = link.indexOf("/", start);
  const authority = link.slice(start, slash);
  const port = /:([0-9]+)$/.exec(authority)?.[1];
  const host = authority.slice(0, port === undefined ? undefined : -(port.length + 1));
  return {
    host: host.replace(/^\[|\]$/g, "").toLowerCase(),
    port: port === undefined ? { https: 443, http: 80 }[scheme] : Number(port),
    authority,
    path: link.slice(slash),
  };
}
