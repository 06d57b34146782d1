import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { hashOf } from "../address/digest.js";
import { call } from "../backend/call.js";
import type { Target } from "../backend/target.js";
import { chooseCodec, decode, findCodec } from "../codec/choose.js";
import type { BytesHeader, Codec } from "../codec/codec.js";
import { StashCorrupted, UnsupportedOperation } from "../errors.js";
import type { Body } from "./body.js";
import { digestOf } from "./digest.js";

/** What a payload stands for, and the bytes that it was decoded from. */
export interface PayloadData {
  readonly data: unknown;
  /** @throws {UnsupportedOperation} where they are not held */
  readonly encoded: () => Uint8Array;
}

/**
 * Reads a payload whole.
 *
 * @param contentType what was stored beside the bytes
 * @throws {UnsupportedOperation} where no codec reads it
 */
export async function readData(
  body: Body,
  contentType: string | undefined,
  codecs: readonly [Codec, ...Codec[]],
  target: Target,
): Promise<PayloadData> {
  const { address } = target;
  // A byte string that is still to come is put straight where its reader has it: it is in memory once.
  if (body.head.length < body.length && address.digest !== undefined) {
    const codec = findCodec(codecs, address, contentType);
    const header = codec && (await headerOf(body, codec, target));
    if (header && header.headerLength + header.length === body.length) {
      const start = body.head.slice(0, header.headerLength);
      const data = await body.collect(header.headerLength);
      return { data, encoded: () => rejoin(start, data, target) };
    }
  }
  const bytes = await body.collect();
  const codec = chooseCodec(codecs, address, contentType);
  return { data: decode(codec, bytes, address), encoded: () => bytes };
}

/**
 * Reads a payload as a stream of the bytes that were stashed, verified as they pass.
 *
 * @param contentType what was stored beside the bytes
 * @throws {UnsupportedOperation} where something other than bytes was stashed, or no codec reads it
 */
export async function readStream(
  body: Body,
  contentType: string | undefined,
  codecs: readonly [Codec, ...Codec[]],
  target: Target,
): Promise<PayloadData> {
  const { address, subject, context } = target;
  const encoded = () => {
    throw new UnsupportedOperation(`the bytes of ${subject} are read as a stream, and not held`);
  };
  const codec = chooseCodec(codecs, address, contentType);
  if (!codec.readBytesHeader) {
    const data = decode(codec, await body.collect(), address);
    if (!(data instanceof Uint8Array)) throw noBytes(subject);
    return { data: Readable.from([data], { objectMode: false }), encoded };
  }
  const header = await headerOf(body, codec, target);
  if (!header) throw noBytes(subject);
  if (header.headerLength + header.length !== body.length) {
    throw new StashCorrupted(
      `the stash at ${subject} is not what was stored: it states ${header.length} bytes, ${body.length - header.headerLength} are there`,
    );
  }
  const { signal } = context;
  const chunks = body.stream(header.headerLength);
  const data = Readable.from(chunks, { objectMode: false, ...(signal && { signal }) });
  // A stream that is destroyed before its first read never starts `chunks`, which would free the body.
  data.once("close", () => void body.close());
  return { data, encoded };
}

async function headerOf(
  { head }: Body,
  codec: Codec,
  { backend, subject, context }: Target,
): Promise<BytesHeader | undefined> {
  return call(backend, `read ${subject}`, context.signal, () => codec.readBytesHeader?.(head));
}

function noBytes(subject: string): UnsupportedOperation {
  return new UnsupportedOperation(
    `the stash at ${subject} holds no bytes, so there is no stream of them: retrieve it without { as: "stream" }`,
  );
}

/** The caller has `data`, and may have changed it: nobody has another copy of these bytes. */
function rejoin(start: Uint8Array, data: Uint8Array, { address, subject }: Target): Uint8Array {
  const bytes = new Uint8Array(Buffer.concat([start, data]));
  const digest = address.digest as string;
  if (digestOf(bytes, hashOf(digest)) === digest) return bytes;
  throw new UnsupportedOperation(
    `the bytes of ${subject} are not held beside its data, which has been changed since: retrieve it again`,
  );
}
