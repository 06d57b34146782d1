import type { Await, Backend, PutContext, StreamPayload } from "./backend.js";
import { encode } from "./codecs.js";
import { hasherOf } from "./digest.js";
import { fill } from "./memory.js";
import { type Encoded, EncodedBytes, LabelledPayload, type Label } from "./payload.js";
import type { RangeSource } from "./range-source.js";

/**
 * A byte string whose bytes are elsewhere: the codec's header, then the source. Its digest, and so
 * its address, is that of the same bytes in memory.
 */
export class EncodedStream implements Encoded {
  readonly label: Label;
  readonly digest: string;
  readonly length: number;
  readonly bytes = undefined;
  readonly #header: Uint8Array;
  readonly #source: RangeSource;

  private constructor(label: Label, header: Uint8Array, source: RangeSource, digest: string) {
    this.label = label;
    this.digest = digest;
    this.length = header.length + source.length;
    this.#header = header;
    this.#source = source;
  }

  /** Reads the source once, for the digest. A codec that knows no headers encodes the bytes whole. */
  static async from(
    label: Label,
    source: RangeSource,
    signal: AbortSignal | undefined,
  ): Promise<Encoded> {
    const header = label.codec.bytesHeader?.(source.length);
    if (!header) {
      return new EncodedBytes(
        label,
        encode(label.codec, await whole(source.read(0, source.length), source.length)),
      );
    }
    const hasher = hasherOf(label.hash).update(header);
    for await (const chunk of source.read(0, source.length)) {
      signal?.throwIfAborted();
      hasher.update(chunk);
    }
    return new EncodedStream(label, header, source, hasher.digest("hex"));
  }

  async *stream(start = 0, end = this.length): AsyncIterable<Uint8Array> {
    const skip = this.#header.length;
    if (start < skip) yield this.#header.subarray(start, Math.min(end, skip));
    if (end > skip) yield* this.#source.read(Math.max(start - skip, 0), end - skip);
  }

  offer(backend: Backend, context: PutContext): Await<string | undefined> {
    if (backend.putStream) return backend.putStream(new Payload(this, backend.name), context);
    return this.#whole().then((whole) => whole.offer(backend, context));
  }

  async #whole(): Promise<EncodedBytes> {
    return new EncodedBytes(this.label, await whole(this.stream(), this.length));
  }
}

class Payload extends LabelledPayload implements StreamPayload {
  readonly length: number;
  readonly #encoded: EncodedStream;

  constructor(encoded: EncodedStream, scheme: string) {
    super(encoded, scheme);
    this.length = encoded.length;
    this.#encoded = encoded;
  }

  stream(start?: number, end?: number): AsyncIterable<Uint8Array> {
    return this.#encoded.stream(start, end);
  }
}

/** Zeroed, since a source may turn out to be shorter than it said. */
async function whole(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  await fill(bytes, chunks);
  return bytes;
}
