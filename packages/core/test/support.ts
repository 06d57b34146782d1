import type { Address, Backend, Codec, Payload, Stored } from "../src/index.js";

/** A codec for these tests: JSON, which refuses functions as the real ones do. */
export const json: Codec = {
  name: "json",
  contentType: "application/json",
  encode(data) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError("not JSON: secret-data");
    return new TextEncoder().encode(text);
  },
  decode: (bytes) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown,
};

export type MapBackend = Backend & { readonly store: Map<string, Stored> };

/** A whole backend in a Map, with what a test wants otherwise laid over it. */
export function mapBackend(name = "mem", over: Partial<Backend> = {}): MapBackend {
  const store = new Map<string, Stored>();
  const at = ({ namespace, key }: Payload | Address) => `${namespace}/${key}`;
  return {
    specification: "v1",
    name,
    store,
    put(payload) {
      store.set(at(payload), { bytes: payload.bytes.slice(), contentType: payload.contentType });
      return payload.address;
    },
    get: (address) => store.get(at(address)),
    remove: (address) => store.delete(at(address)),
    ...over,
  };
}

export const MD5 = "28a5e15a666b0cd1415490dcf6674255";
export const SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** Bytes behind their length in eight bytes; or a word, which begins with none. */
export const framed: Codec = {
  name: "framed",
  contentType: "application/framed",
  encode: (data) =>
    data instanceof Uint8Array ? Buffer.concat([header(data.length), data]) : Buffer.from("word"),
  decode: (bytes) => (bytes[0] === 0 ? bytes.slice(8) : "word"),
  bytesHeader: header,
  readBytesHeader: (start) =>
    start[0] === 0
      ? { headerLength: 8, length: Number(Buffer.from(start).readBigUInt64BE()) }
      : undefined,
};

export function header(length: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

/** Bytes in pieces. */
export async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}
