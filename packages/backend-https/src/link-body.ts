import type { Attempts } from "./attempts.js";
import type { HttpResponse } from "./platform/platform.js";
import { unexpectedResponse } from "./refusal.js";
import { UnexpectedResponse } from "./retry.js";

/** Sends the request again with these headers added. */
export type Resume = (
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<HttpResponse>;

/**
 * The body of a response, in chunks. If the connection breaks off, the rest of the same version is
 * requested (RFC 9110 sections 13.1.1 and 14.2). The connection is freed at the end, on failure, and
 * when the reader leaves early. Not a generator, which would free nothing if it had never been started.
 */
export class LinkBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #length: number;
  readonly #attempts: Attempts;
  readonly #resume: Resume;
  readonly #etag: string | undefined;
  #response: HttpResponse | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #position = 0;
  #ended = false;

  constructor(response: HttpResponse, length: number, attempts: Attempts, resume: Resume) {
    this.#length = length;
    this.#attempts = attempts;
    this.#resume = resume;
    const { etag } = response.headers;
    this.#etag = typeof etag === "string" ? etag : undefined;
    this.#response = response;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#ended) return this.return();
    try {
      const chunk = await this.#attempts.run((signal) => this.#read(signal));
      return chunk ? { done: false, value: chunk } : await this.return();
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#ended = true;
    this.#response?.destroy();
    this.#attempts.end();
    return { done: true, value: undefined };
  }

  async #read(signal: AbortSignal): Promise<Uint8Array | undefined> {
    this.#response ??= await this.#requestRest(signal);
    this.#chunks ??= this.#response[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.#chunks.next();
      this.#position += done ? 0 : value.length;
      if (this.#position > this.#length || (done && this.#position < this.#length)) {
        throw new UnexpectedResponse(
          `${this.#length} bytes were declared, ${done ? this.#position : "more"} came`,
        );
      }
      return done ? undefined : value;
    } catch (error) {
      this.#response = undefined;
      this.#chunks = undefined;
      throw error;
    }
  }

  async #requestRest(signal: AbortSignal): Promise<HttpResponse> {
    const [start, end] = [this.#position, this.#length - 1];
    // A weak ETag does not identify the bytes, so the rest might be that of another version.
    if (!this.#etag?.startsWith('"')) {
      throw new UnexpectedResponse(
        `it broke off after ${start} of ${this.#length} bytes, and has no ETag by which to ask for the rest`,
      );
    }
    const headers = { range: `bytes=${start}-${end}`, "if-match": this.#etag };
    const response = await this.#resume(headers, signal);
    const range = response.headers["content-range"];
    if (response.statusCode === 206 && range === `bytes ${start}-${end}/${this.#length}`) {
      return response;
    }
    response.destroy();
    throw unexpectedResponse(response, "when asked for the rest");
  }
}
