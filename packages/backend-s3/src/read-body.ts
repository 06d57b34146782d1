import type { Readable } from "node:stream";
import { BrokenBody, type BodySink } from "./body-sink.js";

/**
 * Reads a body to its end. Whatever goes wrong, the stream is destroyed, and its socket with it. An
 * abort destroys it as well: the SDK sees to that until the body has ended.
 *
 * @param open makes the sink; it may throw as well
 * @throws {BrokenBody} for a lost connection, and what the sink throws
 */
export function readBody(body: Readable, open: () => BodySink): Promise<Uint8Array> {
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
    body.on("error", (cause) => fail(new BrokenBody("the connection was lost", { cause })));
    body.on("close", () => fail(new BrokenBody("the connection was closed before the end")));
    guard(() => {
      const sink = open();
      body.on("data", (chunk: Uint8Array) => guard(() => sink.write(chunk)));
      body.on("end", () => guard(() => resolve(sink.end())));
    });
  });
}
