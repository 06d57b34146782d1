import type { Endpoint } from "./endpoint.js";

/** One entry of the option `hosts`. */
export interface HostRule {
  readonly matches: (endpoint: Endpoint) => boolean;
  /** Whether it names a port, which is then allowed regardless of `ports`. */
  readonly namesPort: boolean;
  readonly text: string;
}

const PATTERN = /^(\*\.)?([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?$/;

/** Parses `host`, `*.host` or `host:port`. Names are case-insensitive (RFC 3986 section 3.2.2). */
export function hostRule(text: string, fail: (rule: string) => Error): HostRule {
  const parts = PATTERN.exec(String(text).toLowerCase());
  if (!parts) {
    throw fail(
      `each must be a host name or address, with "*." before it for one label and ":port" after it if need be, not ${JSON.stringify(text)}`,
    );
  }
  const [, wildcard, name = "", port] = parts;
  const host = name.replace(/^\[|\]$/g, "");
  const isHost = (asked: string) =>
    wildcard
      ? asked.slice(asked.indexOf(".") + 1) === host && asked.indexOf(".") > 0
      : asked === host;
  return {
    matches: (endpoint) =>
      isHost(endpoint.host) && (port === undefined || endpoint.port === Number(port)),
    namesPort: port !== undefined,
    text,
  };
}
