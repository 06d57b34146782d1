import { toBase64 } from "#platform";
import {
  Address,
  type Backend,
  collect,
  InvalidAddress,
  type Payload,
  type PutContext,
  redact,
  StashTooLarge,
} from "@kstash/core";
import { base64Length, decodeBase64, decodedLength } from "./base64.js";

/** The codec of an address that does not name one. */
const UNMARKED_CODEC = "cbor";

const PLAIN_NAME = /^[A-Za-z0-9_-]+$/;

/**
 * Keeps the payload inside the address, `inline://namespace/name?data=<form-encoded base64>`: nothing is
 * stored, and nothing can be missing. The address names the codec (`&codec=<name>`) unless it is cbor.
 *
 * `put` declines a payload of more than `Config.maxInlineLen` characters of base64, before form-encoding.
 * There is no `share` and no `remove`: whoever has the address has the payload.
 *
 * `get` throws `InvalidAddress` if `data` is missing or is not canonical, padded standard base64 (RFC 4648
 * section 4), and `StashTooLarge` over `Config.maxPayloadBytes`, before decoding.
 */
export function inline(): Backend {
  return {
    specification: "v1",
    name: "inline",
    put(payload, context) {
      context.signal?.throwIfAborted();
      return fits(payload.bytes.length, context) ? format(payload, payload.bytes) : undefined;
    },
    // So that a stream which does not fit is declined by its length, and not read into memory.
    async putStream(payload, context) {
      context.signal?.throwIfAborted();
      if (!fits(payload.length, context)) return undefined;
      const { bytes } = await collect({ body: payload.stream(), length: payload.length });
      return format(payload, bytes);
    },
    get(address, { config, signal }) {
      signal?.throwIfAborted();
      const base64 = address.param("data");
      if (base64 === undefined) throw invalid(address, 'it has no "data"');
      const length = decodedLength(base64);
      if (length > config.maxPayloadBytes) {
        throw new StashTooLarge(
          `${redact(address.text)} carries ${length} bytes, Config.maxPayloadBytes allows ${config.maxPayloadBytes}`,
        );
      }
      const bytes = decodeBase64(base64);
      if (bytes) return { bytes };
      throw invalid(
        address,
        'its "data" is not padded standard base64, form-encoded ("+" is written %2B)',
      );
    },
  };
}

/** Whether so many bytes can be taken. If not, it tells the caller why. */
function fits(bytes: number, { config, decline }: PutContext): boolean {
  const length = base64Length(bytes);
  if (length <= config.maxInlineLen) return true;
  decline(`${length} characters of base64, Config.maxInlineLen allows ${config.maxInlineLen}`);
  return false;
}

function format({ namespace, name, codec }: Omit<Payload, "bytes">, bytes: Uint8Array): string {
  const mark = codec === UNMARKED_CODEC ? "" : `&codec=${encodeURIComponent(codec)}`;
  const query = `data=${encodeURIComponent(toBase64(bytes))}${mark}`;
  // Core checks the address anyway. Not to format a plain name saves a tenth of the time of a create.
  if (PLAIN_NAME.test(name)) return `inline://${namespace}/${name}?${query}`;
  return Address.from({ scheme: "inline", namespace, name, query }).text;
}

function invalid(address: Address, why: string): InvalidAddress {
  return new InvalidAddress(`invalid address ${redact(address.text)}: ${why}`);
}
