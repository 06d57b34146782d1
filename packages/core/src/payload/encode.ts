import { encode as encodeWith } from "../codec/call.js";
import { StashTooLarge } from "../errors.js";
import { digestOf, digestYielding, hasherOf, isLarge } from "./digest.js";
import type { Encoded, Label } from "./offer.js";
import { join } from "./join.js";
import { isStreamSource, openSource, type StreamSource } from "./range-source.js";

/**
 * Encodes what `create` was given: data by the codec; a stream as the codec's header for so many bytes,
 * followed by the bytes. Close what you get.
 *
 * @throws {InvalidData} for what the codec refuses
 * @throws {StashTooLarge} over `Config.maxPayloadBytes`
 */
export function encode(
  data: unknown,
  label: Label,
  signal: AbortSignal | undefined,
): Promise<Encoded> {
  return isStreamSource(data) ? encodeStream(data, label, signal) : encodeData(data, label, signal);
}

async function encodeData(
  data: unknown,
  label: Label,
  signal: AbortSignal | undefined,
): Promise<Encoded> {
  const bytes = encodeWith(label.codec, data);
  checkLength(bytes.length, label);
  // Ahead of the backends and in slices: hashing a large payload at once would hold up the event loop.
  let digest = isLarge(bytes) ? await digestYielding(bytes, label.hash, signal) : undefined;
  return {
    label,
    bytes,
    length: bytes.length,
    stream: async function* (start, end) {
      yield bytes.subarray(start, end);
    },
    digest: () => (digest ??= digestOf(bytes, label.hash)),
    close: async () => {},
  };
}

/** Reads the stream for its digest, which is part of its address; `stream` reads it again to store it. */
async function encodeStream(
  source: StreamSource,
  label: Label,
  signal: AbortSignal | undefined,
): Promise<Encoded> {
  const body = await openSource(source, (length) => checkLength(length, label), signal);
  try {
    const header = label.codec.bytesHeader?.(body.length);
    if (!header) {
      const bytes = await join(body.read(0, body.length), body.length);
      return { ...(await encodeData(bytes, label, signal)), close: body.close };
    }
    const length = header.length + body.length;
    checkLength(length, label);
    const hasher = hasherOf(label.hash).update(header);
    for await (const chunk of body.read(0, body.length)) {
      signal?.throwIfAborted();
      hasher.update(chunk);
    }
    const digest = hasher.digest("hex");
    const skip = header.length;
    return {
      label,
      bytes: undefined,
      length,
      stream: async function* (start = 0, end = length) {
        if (start < skip) yield header.subarray(start, Math.min(end, skip));
        if (end > skip) yield* body.read(Math.max(start - skip, 0), end - skip);
      },
      digest: () => digest,
      close: body.close,
    };
  } catch (error) {
    await body.close();
    throw error;
  }
}

function checkLength(length: number, { name, maxPayloadBytes }: Label): void {
  if (length <= maxPayloadBytes) return;
  throw new StashTooLarge(
    `the payload of "${name}" has ${length} bytes encoded, Config.maxPayloadBytes allows ${maxPayloadBytes}`,
  );
}
