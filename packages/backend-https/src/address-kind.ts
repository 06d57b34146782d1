import { BlockList, isIP } from "#platform/addresses";
import type { AddressList } from "./platform/platform.js";

/**
 * What an IP address is for, according to IANA's special-purpose registries (RFC 6890). An address that
 * no registry has given out to the public internet is not `"public"`.
 */
export type AddressKind =
  | "public"
  | "loopback"
  | "private"
  | "unique-local"
  | "link-local"
  | "shared"
  | "multicast"
  | "unspecified"
  | "IPv4 inside IPv6"
  | "reserved";

type Ranges = readonly (readonly [AddressKind, ...(readonly string[])])[];

const IPV4: Ranges = [
  ["unspecified", "0.0.0.0/8"],
  ["loopback", "127.0.0.0/8"],
  ["private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  ["link-local", "169.254.0.0/16"],
  ["shared", "100.64.0.0/10"],
  ["multicast", "224.0.0.0/4"],
  // IETF protocols, documentation, the former 6to4 relays, benchmarks, future use and broadcast.
  ["reserved", "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"],
  ["reserved", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4"],
];

// The first match decides.
const IPV6: Ranges = [
  ["unspecified", "::/128"],
  ["loopback", "::1/128"],
  // Mapped, compatible, translated (RFC 2765), 6to4 and Teredo: IPv4 addresses in another spelling.
  ["IPv4 inside IPv6", "::ffff:0:0/96", "::/96", "::ffff:0:0:0/96", "2002::/16", "2001::/32"],
  // By NAT64 (RFC 6052) networks without IPv4 reach public IPv4, so the IPv4 address inside decides.
  ["IPv4 inside IPv6", ...IPV4.flatMap(([, ...ranges]) => ranges.map(throughNat64))],
  ["unique-local", "fc00::/7"],
  ["link-local", "fe80::/10"],
  ["multicast", "ff00::/8"],
  // IETF protocols and documentation.
  ["reserved", "2001::/23", "2001:db8::/32", "3fff::/20"],
  ["public", "2000::/3", "64:ff9b::/96"],
  ["reserved", "::/0"],
];

const KINDS = { 4: compile(IPV4), 6: compile(IPV6) };

/** The kind of an address. Text that is not an IP address is `"reserved"`. */
export function kindOf(address: string): AddressKind {
  // A zone ("fe80::1%eth0") names an interface and does not change where the address leads.
  const [bare = ""] = address.split("%", 1);
  const version = isIP(bare);
  if (version !== 4 && version !== 6) return "reserved";
  const found = KINDS[version].find(([, list]) => list.check(bare, `ipv${version}`));
  return found?.[0] ?? "public";
}

function compile(ranges: Ranges): [AddressKind, AddressList][] {
  return ranges.map(([kind, ...cidrs]) => {
    const list = new BlockList();
    for (const cidr of cidrs) {
      const [network = "", prefix] = cidr.split("/");
      list.addSubnet(network, Number(prefix), isIP(network) === 4 ? "ipv4" : "ipv6");
    }
    return [kind, list];
  });
}

function throughNat64(cidr: string): string {
  const [network, prefix] = cidr.split("/");
  return `64:ff9b::${network}/${96 + Number(prefix)}`;
}
