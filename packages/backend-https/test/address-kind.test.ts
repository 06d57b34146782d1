import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { type AddressKind, kindOf } from "../src/address-kind.js";

type Range = [network: ipaddr.IPv4 | ipaddr.IPv6, prefix: number];

// ipaddr.js is a second opinion on IANA's registries. Its types leave its table out.
const RANGES = [ipaddr.IPv4, ipaddr.IPv6]
  .map(({ prototype }) => prototype as unknown as { SpecialRanges: Record<string, unknown[]> })
  .flatMap(({ SpecialRanges }) => Object.values(SpecialRanges))
  .flatMap((ranges) => (Array.isArray(ranges[0]) ? ranges : [ranges]) as Range[]);

/** Addresses in each of its ranges, just outside of them, and anywhere. */
const addresses = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...RANGES),
      fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
      fc.constantFrom(-1n, 0n, 0n, 1n),
    )
    .map(([[network, prefix], random, step]) => {
      const bits = BigInt(network.toByteArray().length * 8);
      const free = bits - BigInt(prefix);
      const host = random % 2n ** free;
      const base = toBigInt(network.toByteArray()) + step * 2n ** free + host;
      return format(BigInt.asUintN(Number(bits), base), Number(bits) / 8);
    }),
  fc.ipV4(),
  fc.ipV6(),
);

/** What it calls the ranges that are refused under another name here. */
const NAMES: Partial<Record<string, AddressKind>> = {
  loopback: "loopback",
  private: "private",
  uniqueLocal: "unique-local",
  linkLocal: "link-local",
  carrierGradeNat: "shared",
  multicast: "multicast",
};

// Special, and globally reachable by IANA's registries: anycast of the DNS (RFC 7534, RFC 7535) and
// of multicast relays (RFC 7450).
const REACHABLE = ["unicast", "as112", "as112v6", "amt"];

describe("the kind of an address", () => {
  test("is public only if ipaddr.js knows nothing else of it", () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const range = ipaddr.parse(address).range();
        // NAT64 of a public address is the one exception.
        if (kindOf(address) === "public" && range !== "rfc6052") expect(REACHABLE).toContain(range);
        const expected = NAMES[range];
        if (expected) expect(kindOf(address)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each(["4000::1", "1::1", "fe00::1"])(
    "is not public outside of what IANA has allocated, which ipaddr.js lets through: %s",
    (address) => {
      expect(ipaddr.parse(address).range()).toBe("unicast");
      expect(kindOf(address)).toBe("reserved");
    },
  );
});

function toBigInt(bytes: number[]): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

function format(value: bigint, length: number): string {
  const bytes = Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex");
  return ipaddr.fromByteArray([...bytes]).toString();
}
