import { type Codec, type ConfigOptions, createKstash, type Kstash } from "@kstash/core";
import type { AzureBackend } from "../src/index.js";

/** Bytes in, the same bytes out: these tests are about what happens to bytes. */
export const raw: Codec = {
  name: "raw",
  contentType: "application/x-raw",
  encode: (data) => Uint8Array.from(data as Uint8Array),
  decode: (bytes) => Uint8Array.from(bytes),
};

/** A kstash with this one backend. */
export function kstashOn(backend: AzureBackend, config: ConfigOptions = {}): Kstash {
  return createKstash({ codecs: [raw], config: { ...config, backends: [backend] } });
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was not rejected");
}

/** Bytes that differ from one offset to the next, in no short period. */
export function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0, value = 1; index < length; index += 1) {
    value = (value * 48_271) % 2_147_483_647;
    bytes[index] = value;
  }
  return bytes;
}

/** Resolves as soon as it holds; the test's own time limit ends it otherwise. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
