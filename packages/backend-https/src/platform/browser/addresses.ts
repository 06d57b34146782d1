/** An IP address as one number. */
interface Parsed {
  readonly version: 4 | 6;
  readonly bits: bigint;
}

// As node:net reads them: decimal numbers without leading zeros.
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

export function isIP(text: string): number {
  return parse(text.replace(/^(.*:.*)%[\w.-]+$/, "$1"))?.version ?? 0;
}

export class BlockList {
  readonly #ranges: { readonly network: Parsed; readonly free: bigint }[] = [];

  addSubnet(text: string, prefix: number, _family: "ipv4" | "ipv6"): void {
    const network = parse(text);
    if (!network) throw new TypeError(`${text} is no IP address`);
    this.#ranges.push({ network, free: BigInt((network.version === 4 ? 32 : 128) - prefix) });
  }

  check(text: string, _family: "ipv4" | "ipv6"): boolean {
    const address = parse(text);
    return this.#ranges.some(
      ({ network, free }) =>
        network.version === address?.version && network.bits >> free === address.bits >> free,
    );
  }
}

function parse(text: string): Parsed | undefined {
  if (IPV4.test(text)) return { version: 4, bits: join(text.split(".").map(Number), 8n) };
  const groups = groupsOf(text.replace(/[\d.]+$/, (end) => (IPV4.test(end) ? asGroups(end) : end)));
  return groups && { version: 6, bits: join(groups, 16n) };
}

/** An IPv4 address as the last two groups of an IPv6 address. */
function asGroups(ipv4: string): string {
  const bits = join(ipv4.split(".").map(Number), 8n);
  return `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
}

/** The eight groups of an IPv6 address (RFC 4291 section 2.2). */
function groupsOf(text: string): number[] | undefined {
  const [head = [], tail, ...more] = text
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (more.length > 0 || (tail ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.map((group) => parseInt(group, 16));
}

function join(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) | BigInt(part), 0n);
}
