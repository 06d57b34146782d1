import { streamOf } from "#platform";
import { hashOf } from "../address/digest.js";
import type { Target } from "../backend/target.js";
import { concat } from "../bytes.js";
import { decode, readBytesHeader } from "../codec/call.js";
import type { Codec } from "../codec/codec.js";
import { StashCorrupted, UnsupportedOperation } from "../errors.js";
import type { Body } from "./body.js";
import { digestOf } from "./digest.js";

/** What was stashed, and the bytes that it was decoded from. */
export interface Decoded {
  readonly data: unknown;
  /** @throws {UnsupportedOperation} if they are not held */
  readonly encoded: () => Uint8Array;
}

/** Decodes a payload, whole. */
export async function decodeBody(body: Body, codec: Codec, target: Target): Promise<Decoded> {
  const { address } = target;
  // A byte string that is still to come goes straight to where its reader has it: it is held once.
  if (body.head.length < body.length && address.digest !== undefined) {
    const header = readBytesHeader(codec, body.head, address);
    if (header && header.headerLength + header.length === body.length) {
      const start = body.head.slice(0, header.headerLength);
      const data = await body.collect(header.headerLength);
      return { data, encoded: () => rejoin(start, data, target) };
    }
  }
  const bytes = await body.collect();
  return { data: decode(codec, bytes, address), encoded: () => bytes };
}

/**
 * Decodes a payload as a stream of the bytes that were stashed, verified as they pass.
 *
 * @throws {UnsupportedOperation} if something other than bytes was stashed
 */
export async function decodeStream(body: Body, codec: Codec, target: Target): Promise<Decoded> {
  const { address, subject, context } = target;
  const encoded = () => {
    throw new UnsupportedOperation(`the bytes of ${subject} are read as a stream, and not held`);
  };
  if (!codec.readBytesHeader) {
    const data = decode(codec, await body.collect(), address);
    if (!(data instanceof Uint8Array)) throw noBytes(subject);
    const chunks = async function* () {
      yield data;
    };
    return { data: streamOf(chunks(), async () => {}), encoded };
  }
  const header = readBytesHeader(codec, body.head, address);
  if (!header) throw noBytes(subject);
  if (header.headerLength + header.length !== body.length) {
    throw new StashCorrupted(
      `the stash at ${subject} is not what was stored: it states ${header.length} bytes, ${body.length - header.headerLength} are there`,
    );
  }
  const data = streamOf(body.stream(header.headerLength), body.close, context.signal);
  return { data, encoded };
}

function noBytes(subject: string): UnsupportedOperation {
  return new UnsupportedOperation(
    `the stash at ${subject} holds no bytes, so there is no stream of them: retrieve it without { as: "stream" }`,
  );
}

/** The caller has `data`, and may have changed it: nobody has another copy of these bytes. */
function rejoin(start: Uint8Array, data: Uint8Array, { address, subject }: Target): Uint8Array {
  const bytes = concat([start, data]);
  const digest = address.digest as string;
  if (digestOf(bytes, hashOf(digest)) === digest) return bytes;
  throw new UnsupportedOperation(
    `the bytes of ${subject} are not held beside its data, which has been changed since: retrieve it again`,
  );
}
