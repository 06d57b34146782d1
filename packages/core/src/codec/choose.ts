import type { Address } from "../address/address.js";
import { quote, redact } from "../address/redact.js";
import { InvalidConfig, UnsupportedOperation } from "../errors.js";
import type { Codec } from "./codec.js";

// The packages of kstash, and the names and types that they read: an error says which one to install.
const PUBLISHED = {
  "@kstash/codec-cbor": /^(?:application\/)?cbor$/,
  "@kstash/codec-msgpack": /^(?:application\/(?:x-|vnd\.)?)?msgpack$|^binary\/octet-stream$/,
};

/** @throws {InvalidConfig} if there is none, or two claim the same name or type */
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

/**
 * The codec of a stored payload: the one that its address names, else the one that claims its content
 * type. An inline address without either is read by the first. Nothing is guessed.
 */
export function findCodec(
  codecs: readonly [Codec, ...Codec[]],
  address: Address,
  contentType: string | undefined,
): Codec | undefined {
  const mark = markOf(address, contentType);
  if (!mark) return codecs[0];
  return codecs.find(({ name, contentType, alsoReads = [] }) =>
    mark.kind === "codec" ? name === mark.text : [contentType, ...alsoReads].includes(mark.text),
  );
}

/** The error for a payload that no codec reads. It names the package that would. */
export function noCodec(
  codecs: readonly Codec[],
  address: Address,
  contentType: string | undefined,
): UnsupportedOperation {
  const { kind = "", text = "" } = markOf(address, contentType) ?? {};
  const given = codecs.map((codec) => codec.name).join(", ");
  const publisher = Object.entries(PUBLISHED).find(([, reads]) => reads.test(text))?.[0];
  return new UnsupportedOperation(
    `cannot decode ${redact(address.text)}: its ${kind} ${quote(text)} is read by none of the codecs given (${given}); ` +
      (publisher
        ? `${publisher} reads it: add its codec to createKstash({ codecs })`
        : "add the codec that wrote it to createKstash({ codecs })"),
  );
}

/** What says by which codec a payload was written; `undefined` where nothing does. */
function markOf(address: Address, contentType: string | undefined) {
  const named = address.digest === undefined ? address.param("codec") : undefined;
  if (named !== undefined) return { kind: "codec", text: named };
  if (contentType === undefined) return undefined;
  // Without parameters (RFC 9110, section 8.3.1).
  return { kind: "content type", text: contentType.split(";", 1)[0]!.trim().toLowerCase() };
}
