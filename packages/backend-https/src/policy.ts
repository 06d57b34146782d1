import { isIP } from "#platform/addresses";
import { checksNames } from "#platform/capabilities";
import { InvalidAddress } from "@kstash/core";
import { type AddressKind, kindOf } from "./address-kind.js";
import type { Endpoint } from "./endpoint.js";
import { isPort, type Settings } from "./settings.js";

const PRIVATE: ReadonlySet<AddressKind> = new Set(["loopback", "private", "unique-local"]);
const LOCALHOST = /(?:^|\.)localhost\.?$/;
// What the WHATWG URL standard ("ends in a number") and inet_aton take to be an IPv4 address.
const NUMERIC = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/;

/**
 * Refuses what the link's text shows to be off limits, before anything is looked up.
 *
 * @param subject the link as messages show it
 * @throws {InvalidAddress}
 */
export function checkEndpoint(endpoint: Endpoint, settings: Settings, subject: string): void {
  const { host, port } = endpoint;
  const { scheme, hosts, ports } = settings;
  const refuse = (why: string) => new InvalidAddress(`will not read ${subject}: ${why}`);

  if (!isPort(port)) throw refuse(`${port} is not a port`);
  if (host.includes(":") ? isIP(host) !== 6 : NUMERIC.test(host) && isIP(host) !== 4) {
    throw refuse("its host is neither an IPv6 address nor an IPv4 address of four decimal numbers");
  }
  if (isIP(host) || LOCALHOST.test(host)) {
    const kind = isIP(host) ? kindOf(host) : "loopback";
    const why = objection(kind, settings);
    if (why) throw refuse(`its host ${host} is ${why}`);
  } else if (!checksNames && scheme === "http" && !hosts) {
    throw refuse(
      `http() reads only local addresses, and here the one that a name has is not known: http({ hosts: ["${host}"] }) allows it`,
    );
  }
  const rule = hosts?.find((each) => each.matches(endpoint));
  if (hosts && !rule) {
    throw refuse(`${scheme}({ hosts }) lists ${hosts.map(({ text }) => text).join(", ")}`);
  }
  if (ports && !ports.includes(port) && !rule?.namesPort) {
    throw refuse(
      `its port is ${port}, and only ${ports.join(", ")} may be used: ${scheme}({ ports: [${port}] }) allows it`,
    );
  }
}

/** Why an address of this kind is off limits, for the end of a sentence; `undefined` if it is not. */
export function objection(kind: AddressKind, { scheme, reach }: Settings): string | undefined {
  if (kind === "public") {
    return reach.public ? undefined : `a public address, and ${scheme}() reads only local ones`;
  }
  if (!PRIVATE.has(kind)) return `an address (${kind}) that ${scheme}() never reaches`;
  return reach.private
    ? undefined
    : `a ${kind} address: ${scheme}({ allowPrivate: true }) reaches those`;
}
