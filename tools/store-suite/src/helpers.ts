import {
  type Backend,
  type Codec,
  type ConfigOptions,
  createKstash,
  type Kstash,
} from "@kstash/core";

/** Bytes in, the same bytes out: these tests are about what happens to bytes. */
export const raw: Codec = {
  name: "raw",
  contentType: "application/x-raw",
  encode: (data) => Uint8Array.from(data as Uint8Array),
  decode: (bytes) => Uint8Array.from(bytes),
};

/** Where the suites store. */
export const at = { namespace: "stashes" };

/** A kstash with this one backend. */
export function kstashOn(backend: Backend, config: ConfigOptions = {}): Kstash {
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
export function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0, value = 1; index < length; index += 1) {
    value = (value * 48_271) % 2_147_483_647;
    bytes[index] = value;
  }
  return bytes;
}

/** Whether a stash's data are these bytes: Jest's own comparison of large arrays takes seconds. */
export async function holds(
  stash: Promise<{ readonly data: unknown }>,
  bytes: Uint8Array,
): Promise<boolean> {
  return Buffer.compare((await stash).data as Uint8Array, bytes) === 0;
}

/** Resolves as soon as it holds; the test's own time limit ends it otherwise. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A stream payload whose source fails on the way; `length` and `failsAt` in bytes. */
export function failingStream(scheme: string, length: number, failsAt: number) {
  const digest = "28a5e15a666b0cd1415490dcf6674255";
  return {
    ...at,
    name: "failing",
    key: `failing.${digest}`,
    digest,
    codec: "raw",
    contentType: raw.contentType,
    address: `${scheme}://stashes/failing.${digest}`,
    length,
    async *stream(start = 0, end = length): AsyncGenerator<Uint8Array> {
      if (start >= failsAt) throw new Error("the file was changed");
      yield new Uint8Array(end - start);
    },
  };
}
