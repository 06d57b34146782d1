import type { Chunks } from "./answer.js";
import { S3Error } from "./errors.js";

const maxLine = 16 * 1024;

/** Reads lines and runs of bytes from a stream of chunks; what it gives are views, not copies. */
export class ByteReader {
  readonly #source: AsyncGenerator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: Chunks) {
    this.#source = iterate(source);
  }

  /** The text up to the next CR LF. @throws S3Error IncompleteBody */
  async line(): Promise<string> {
    let text = "";
    for (;;) {
      const end = this.#held.indexOf("\n");
      const piece = this.#take(end < 0 ? this.#held.length : end + 1);
      text += piece.toString("latin1");
      if (text.length > maxLine) throw incomplete("A line of the chunked body is too long.");
      if (end >= 0) return text.replace(/\r?\n$/, "");
      await this.#more();
    }
  }

  /** Exactly `length` bytes, in pieces. @throws S3Error IncompleteBody */
  async *bytes(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (this.#held.length === 0) await this.#more();
      const piece = this.#take(Math.min(left, this.#held.length));
      left -= piece.length;
      yield piece;
    }
  }

  /** Lets go of the source, read to its end or not. */
  async close(): Promise<void> {
    await this.#source.return(undefined);
  }

  #take(length: number): Buffer {
    const piece = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return piece;
  }

  async #more(): Promise<void> {
    const next = await this.#source.next();
    if (next.done) throw incomplete("The chunked body ends too early.");
    this.#held = next.value;
  }
}

async function* iterate(source: Chunks): AsyncGenerator<Buffer> {
  yield* source;
}

function incomplete(message: string): S3Error {
  return new S3Error("IncompleteBody", {}, message);
}
