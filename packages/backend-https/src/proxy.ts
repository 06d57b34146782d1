import { isIP } from "node:net";
import { kindOf } from "./address-kind.js";
import type { Endpoint } from "./endpoint.js";

/** The environment, or what stands for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment sets for an https endpoint, as curl and most others read it:
 * `https_proxy`, else `all_proxy`, each in lowercase first; none for this machine itself, nor for
 * what `no_proxy` lists.
 *
 * @throws {Error} for a proxy that is neither `http://` nor `https://`
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
  // Not its text: it may hold a password.
  throw new Error(
    "the environment's HTTPS_PROXY or ALL_PROXY is not one that can be used: it has to be http://host:port or https://host:port",
  );
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || (isIP(host) > 0 && kindOf(host) === "loopback");
}

/** `no_proxy`: `*`, or hosts with all their subdomains, each perhaps with a port, by comma or space. */
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
