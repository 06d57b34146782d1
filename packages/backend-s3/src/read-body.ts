import type { Readable } from "node:stream";
import { bodySink, BrokenBody, type BodyLimits } from "./body-sink.js";

/**
 * Reads a body into one piece of memory. Whatever goes wrong, the stream is destroyed, and its socket
 * with it.
 *
 * @throws {StashTooLarge} over the limit, before or while it is read
 * @throws {BrokenBody} for a lost connection, and for a body shorter or longer than declared
 */
export function readBody(
  body: Readable,
  limits: BodyLimits,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  return new Promise<Uint8Array>((resolve, reject) => {
    // Once settled, a promise stays as it is: what follows the first failure changes nothing.
    const fail = (error: unknown) => {
      reject(error as Error);
      body.destroy();
    };
    const guard = (step: () => void) => {
      try {
        step();
      } catch (error) {
        fail(error);
      }
    };
    const abort = () => fail(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    body.on("error", (cause) => fail(new BrokenBody("the connection was lost", { cause })));
    body.on("close", () => {
      signal?.removeEventListener("abort", abort);
      fail(new BrokenBody("the connection was closed before the end"));
    });
    guard(() => {
      signal?.throwIfAborted();
      const sink = bodySink(limits);
      body.on("data", (chunk: Uint8Array) => guard(() => sink.write(chunk)));
      body.on("end", () => guard(() => resolve(sink.end())));
    });
  });
}
