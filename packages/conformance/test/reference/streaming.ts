import type { Await, Backend, StoredStream } from "@kstash/core";
import type { MapBackend } from "./map-backend.js";

/** What a backend has that streams. */
export type StreamingBackend = Omit<MapBackend, "get"> &
  Required<Pick<Backend, "putStream">> & {
    get(...given: Parameters<Backend["get"]>): Await<StoredStream | undefined>;
  };

/** A correct backend with streams; a store would not hold them in memory. */
export function streaming(backend: MapBackend): StreamingBackend {
  return {
    ...backend,
    async putStream(payload, context) {
      context.signal?.throwIfAborted();
      const chunks: Uint8Array[] = [];
      for await (const chunk of payload.stream()) chunks.push(chunk);
      const { namespace, name, codec, contentType, digest, key, address } = payload;
      const rest = { namespace, name, codec, contentType, digest, key, address };
      return backend.put({ ...rest, bytes: new Uint8Array(Buffer.concat(chunks)) }, context);
    },
    async get(address, context) {
      const found = await backend.get(address, context);
      if (!found) return undefined;
      const { bytes, contentType } = found;
      return { length: bytes.length, body: chunksOf(bytes), contentType };
    },
  };
}

async function* chunksOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.slice(at, at + 65_536);
}
