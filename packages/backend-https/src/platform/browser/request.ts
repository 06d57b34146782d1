import { UnexpectedResponse } from "../../retry.js";
import type { Settings } from "../../settings.js";
import type { Headers, HttpResponse, Request } from "../platform.js";
import { HIDDEN, isHidden, noResponse } from "./cors.js";

// No cookies, for a link's sender chooses the host; not the page's own address; and no cached answer, which a
// browser may have kept without the headers of CORS.
const PRIVATE = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };

/** Workers have none of these, and refuse to be given them. */
const known = () =>
  Object.fromEntries(Object.entries(PRIVATE).filter(([name]) => name in Request.prototype));

export function requester({ scheme }: Settings): Request {
  return async ({ authority, path }, signal, headers = {}) => {
    const link = `${scheme}://${authority}${path}`;
    let response: Response;
    try {
      // A redirect that is followed could lead anywhere.
      response = await fetch(link, { headers, signal, redirect: "manual", ...known() });
    } catch (error) {
      // Without the cause: some platforms print the link in it.
      const reason = String(error).replaceAll(link, "the link");
      throw new UnexpectedResponse(noResponse(reason), { transient: true });
    }
    const received = new FetchResponse(response);
    if (!isHidden(response)) return received;
    received.destroy();
    throw new UnexpectedResponse(HIDDEN);
  };
}

class FetchResponse implements HttpResponse {
  readonly statusCode: number;
  readonly headers: Headers;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor({ status, headers, body }: Response) {
    this.statusCode = status;
    this.headers = Object.fromEntries(headers);
    this.#reader = body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, undefined, undefined> {
    try {
      for (;;) {
        const { done, value } = (await this.#reader?.read()) ?? { done: true };
        if (done) return undefined;
        yield value;
      }
    } catch (error) {
      throw new UnexpectedResponse(`it broke off (${String(error)})`, { transient: true });
    } finally {
      this.destroy();
    }
  }

  destroy(): void {
    this.#reader?.cancel().catch(() => {});
  }
}
