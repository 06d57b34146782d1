import { isIP } from "node:net";
import { kindOf } from "../../address-kind.js";
import type { Endpoint } from "../../endpoint.js";

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment sets for an https endpoint, read as curl does: `https_proxy`, else
 * `all_proxy`, each in lowercase first. There is none for this machine itself, nor for the hosts in
 * `no_proxy`.
 *
 * @throws {Error} if the proxy is neither `http://` nor `https://`
 */
export function proxyFor({ host, port }: Endpoint, environment: Environment): URL | undefined {
  const value = (name: string) => environment[name] || environment[name.toUpperCase()];
  const proxy = value("https_proxy") || value("all_proxy");
  if (!proxy || isThisMachine(host) || isListed(host, port, value("no_proxy") ?? "")) {
    return undefined;
  }
  const text = proxy.includes("://") ? proxy : `http://${proxy}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  // Without its text, which may hold a password.
  throw new Error(
    "the proxy in HTTPS_PROXY or ALL_PROXY cannot be used: it must be http://host:port or https://host:port",
  );
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || (isIP(host) > 0 && kindOf(host) === "loopback");
}

/** `no_proxy` is `*`, or a list of hosts by comma or space, each with all of its subdomains and maybe a port. */
function isListed(host: string, port: number, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only] = /^(.*?)(?::([0-9]+))?$/.exec(isIP(entry) ? `[${entry}]` : entry)!;
      const domain = name.replace(/^\[|\]$/g, "").replace(/^\*?\./, "");
      if (only !== undefined && Number(only) !== port) return false;
      return host === domain || (!isIP(host) && host.endsWith(`.${domain}`));
    });
}
