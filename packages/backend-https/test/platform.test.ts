import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import * as browserAddresses from "../src/platform/browser/addresses.js";
import * as browserCapabilities from "../src/platform/browser/capabilities.js";
import * as browserRequest from "../src/platform/browser/request.js";
import * as nodeAddresses from "../src/platform/node/addresses.js";
import * as nodeCapabilities from "../src/platform/node/capabilities.js";
import * as nodeRequest from "../src/platform/node/request.js";
import type { Addresses, Capabilities, Requester } from "../src/platform/platform.js";

// The compiler sees to it that both have all that is asked of them.
const node: Addresses & Capabilities & Requester = {
  ...nodeAddresses,
  ...nodeCapabilities,
  ...nodeRequest,
};
const browser: Addresses & Capabilities & Requester = {
  ...browserAddresses,
  ...browserCapabilities,
  ...browserRequest,
};

/** Addresses, and text that is nearly one. */
const groups = fc.array(
  fc.oneof(
    fc.constantFrom("", "0", "ffff", "00ab", "12345", "g"),
    fc.stringMatching(/^[0-9a-fA-F]{1,4}$/),
  ),
  { maxLength: 9 },
);
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc
    .tuple(groups, fc.oneof(fc.constant(""), fc.ipV4()))
    .map(([groups, ipv4]) => [...groups, ...(ipv4 ? [ipv4] : [])].join(":")),
  fc.stringMatching(/^[0-9a-f:.]{0,20}$/),
  fc
    .array(fc.oneof(fc.nat(300).map(String), fc.constantFrom("", "01", "256")), { maxLength: 5 })
    .map((parts) => parts.join(".")),
  fc.constantFrom(
    "::",
    "::1",
    "1::",
    ":::",
    "1:::2",
    "::1.2.3.4",
    "fe80::1%eth0",
    "1%2",
    "[::1]",
    "1.2.3.4.",
  ),
);

describe("in a browser as in Node", () => {
  test("what an IP address is", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect([text, browser.isIP(text)]).toEqual([text, node.isIP(text)]);
      }),
      { numRuns: 5000 },
    );
  });

  const families = { ipv4: [fc.ipV4(), 32], ipv6: [fc.ipV6(), 128] } as const;
  test.each(["ipv4", "ipv6"] as const)("which %s addresses a range has", (family) => {
    const [addresses, bits] = families[family];
    fc.assert(
      fc.property(
        addresses,
        fc.nat(bits),
        addresses,
        fc.boolean(),
        (network, prefix, other, same) => {
          // Chance alone would seldom find an address in a small range.
          const asked = same ? network : other;
          const [one, two] = [node, browser].map(({ BlockList }) => {
            const list = new BlockList();
            list.addSubnet(network, prefix, family);
            return list.check(asked, family);
          });
          expect([network, prefix, asked, two]).toEqual([network, prefix, asked, one]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
