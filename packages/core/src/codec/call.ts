import type { Address } from "../address/address.js";
import { redact } from "../address/redact.js";
import { InvalidData, isKstashError, StashCorrupted } from "../errors.js";
import type { BytesHeader, Codec } from "./codec.js";

/** @throws {InvalidData} for whatever the codec refuses */
export function encode(codec: Codec, data: unknown): Uint8Array {
  try {
    return codec.encode(data);
  } catch (cause) {
    if (isKstashError(cause)) throw cause;
    // The message of a foreign codec may quote the data: it stays in the cause.
    throw new InvalidData(`the data cannot be encoded as ${codec.name}`, { cause });
  }
}

/** @throws {StashCorrupted} for bytes that are not what the codec writes */
export function decode(codec: Codec, bytes: Uint8Array, address: Address): unknown {
  return read(codec, address, () => codec.decode(bytes));
}

/** @throws {StashCorrupted} for bytes that are not what the codec writes */
export function readBytesHeader(
  codec: Codec,
  start: Uint8Array,
  address: Address,
): BytesHeader | undefined {
  return read(codec, address, () => codec.readBytesHeader?.(start));
}

function read<T>(codec: Codec, address: Address, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const why = isKstashError(cause) ? `: ${cause.message}` : "";
    throw new StashCorrupted(
      `the stash at ${redact(address.text)} cannot be decoded as ${codec.name}${why}`,
      { cause },
    );
  }
}
