import type { Address } from "./address.js";
import type { Codec } from "./codec.js";
import {
  InvalidConfig,
  InvalidData,
  isKstashError,
  StashCorrupted,
  UnsupportedOperation,
} from "./errors.js";
import { quote, redact } from "./redact.js";

// The packages of kstash that read a type, so that an error can say what to install.
const PUBLISHED: Readonly<Record<string, string>> = {
  cbor: "@kstash/codec-cbor",
  "application/cbor": "@kstash/codec-cbor",
  msgpack: "@kstash/codec-msgpack",
  "application/msgpack": "@kstash/codec-msgpack",
  "application/x-msgpack": "@kstash/codec-msgpack",
  "application/vnd.msgpack": "@kstash/codec-msgpack",
  "binary/octet-stream": "@kstash/codec-msgpack",
};

/** @throws {InvalidConfig} where there is none, or two claim the same name or type */
export function checkCodecs(codecs: readonly Codec[]): readonly [Codec, ...Codec[]] {
  const [first, ...others] = codecs;
  if (!first)
    throw new InvalidConfig("createKstash needs at least one codec: the first one writes");
  const claimed = new Set<string>();
  for (const { name, contentType, alsoReads = [] } of codecs) {
    for (const claim of new Set([name, contentType, ...alsoReads])) {
      if (claimed.has(claim)) throw new InvalidConfig(`two of the codecs claim "${claim}"`);
      claimed.add(claim);
    }
  }
  return [first, ...others];
}

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
  try {
    return codec.decode(bytes);
  } catch (cause) {
    const why = isKstashError(cause) ? `: ${cause.message}` : "";
    throw new StashCorrupted(
      `the stash at ${redact(address.text)} cannot be decoded as ${codec.name}${why}`,
      { cause },
    );
  }
}

/**
 * The codec of a stored payload: the one that its address names, else the one that claims its
 * content type, else (an address that carries the payload, and no mark) the first. Nothing is guessed.
 */
export function find(
  codecs: readonly [Codec, ...Codec[]],
  address: Address,
  contentType: string | undefined,
): Codec | undefined {
  const named = markOf(address);
  if (named !== undefined) return codecs.find((codec) => codec.name === named);
  if (contentType === undefined) return codecs[0];
  const type = mediaType(contentType);
  return codecs.find((codec) => claims(codec, type));
}

/**
 * The same.
 *
 * @throws {UnsupportedOperation} where none of the codecs reads it, naming the one that would
 */
export function pick(
  codecs: readonly [Codec, ...Codec[]],
  address: Address,
  contentType: string | undefined,
): Codec {
  const found = find(codecs, address, contentType);
  if (found) return found;
  const named = markOf(address);
  const kind = named === undefined ? "content type" : "codec";
  const mark = named ?? mediaType(contentType ?? "");
  const given = codecs.map((codec) => codec.name).join(", ");
  const publisher = Object.hasOwn(PUBLISHED, mark) ? PUBLISHED[mark] : undefined;
  throw new UnsupportedOperation(
    `cannot decode ${redact(address.text)}: its ${kind} ${quote(mark)} is read by none of the codecs given (${given}); ` +
      (publisher
        ? `${publisher} reads it: add its codec to createKstash({ codecs })`
        : "add the codec that wrote it to createKstash({ codecs })"),
  );
}

/** What an address that carries its payload says of the codec. */
function markOf(address: Address): string | undefined {
  return address.digest === undefined ? address.param("codec") : undefined;
}

/** Without parameters (RFC 9110, section 8.3.1). */
function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]!.trim().toLowerCase();
}

function claims(codec: Codec, type: string): boolean {
  return codec.contentType === type || (codec.alsoReads?.includes(type) ?? false);
}
