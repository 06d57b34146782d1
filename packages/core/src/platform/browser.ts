// See platform.ts. For whatever has the web's own APIs and no more: browsers, and Workers of all kinds.
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { UnsupportedOperation } from "../errors.js";
import type { Channel, Hasher } from "./platform.js";

// The web's own digests (SubtleCrypto) have no MD5, and take bytes only in one piece.
const hashes = { md5, sha256 };

export function createHash(name: "md5" | "sha256"): Hasher {
  const hash = hashes[name].create();
  const hasher: Hasher = {
    update: (bytes) => {
      hash.update(bytes);
      return hasher;
    },
    digest: () => bytesToHex(hash.digest()),
  };
  return hasher;
}

export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Workers may have Node's `Buffer`, which libraries of codecs use where they find it, and a page a substitute. */
const nodesBuffer = () => (globalThis as { Buffer?: typeof Buffer }).Buffer;

export function allocate(length: number): Uint8Array {
  return nodesBuffer()?.allocUnsafeSlow(length) ?? new Uint8Array(length);
}

export function indexOf(bytes: Uint8Array, part: Uint8Array, from: number): number {
  const first = part[0]!;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let length = 1;
    while (length < part.length && bytes[at + length] === part[length]) length++;
    if (length === part.length) return at;
  }
  return -1;
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export function decodeUtf8(bytes: Uint8Array): string {
  return strictUtf8.decode(bytes);
}

export function utf8Length(text: string): number {
  return utf8.encode(text).length;
}

export function latin1Of(bytes: Uint8Array): (start: number, end: number) => string {
  return (start, end) => {
    let text = "";
    for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
    return text;
  };
}

const { get: tagOf } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
) as { get: () => unknown };
const { get: byteLengthOf } = Object.getOwnPropertyDescriptor(
  ArrayBuffer.prototype,
  "byteLength",
) as { get: () => unknown };

export function isUint8Array(value: unknown): value is Uint8Array {
  return tagOf.call(value) === "Uint8Array";
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return answers(byteLengthOf, value);
}

export function isDate(value: unknown): value is Date {
  return answers(Date.prototype.getTime, value);
}

/** Whether a method is one of this object's kind: it throws for all others. */
function answers(method: () => unknown, value: unknown): boolean {
  try {
    method.call(value);
    return true;
  } catch {
    return false;
  }
}

export function isBufferPrototype(prototype: unknown): boolean {
  return prototype !== null && prototype === nodesBuffer()?.prototype;
}

export function hasOnlyItems(): boolean {
  return false;
}

export function nextTurn(): Promise<void> {
  // A page in the background waits a second for each of its timers.
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

export function tracingChannel(): Channel {
  return { tracePromise: (run) => run() };
}

export function streamOf(
  chunks: AsyncIterable<Uint8Array>,
  close: () => Promise<void>,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  const rest = chunks[Symbol.asyncIterator]();
  const free = async () => {
    signal?.removeEventListener("abort", abort);
    // This first: it ends what the chunks may be waiting for.
    await close();
    await rest.return?.();
  };
  let abort = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort = () => {
          controller.error(signal?.reason);
          void free();
        };
        if (signal?.aborted) abort();
        else signal?.addEventListener("abort", abort, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await rest.next();
          if (signal?.aborted) return;
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        await free();
      },
      cancel: free,
    },
    { highWaterMark: 0 },
  );
}

const noFiles = async (): Promise<never> => {
  throw new UnsupportedOperation(
    "only a Blob can be stashed as a stream here, where no file can hold what comes: await new Response(stream).blob() makes one",
  );
};

export { noFiles as openFile, noFiles as openStream };
