import type { Backend, Loaders, Stored, StoredStream, StreamPayload } from "@kstash/core";
import { loaders } from "../loaders.js";
import { counted, type Progress } from "./progress.js";

/** What makes a backend of a backend. */
export type Wrap = (backend: Backend) => Backend;

/** The backends by their names, which show the progress of what passes through them as a stream. */
export function watchedLoaders(progress: Progress, wrap: Wrap = (backend) => backend): Loaders {
  return Object.fromEntries(
    Object.entries(loaders).map(([name, load]) => [
      name,
      async () => wrap(watched(await load(), progress)),
    ]),
  );
}

function watched(backend: Backend, progress: Progress): Backend {
  const putStream = backend.putStream?.bind(backend);
  return {
    ...backend,
    async get(address, context) {
      const stored = await backend.get(address, context);
      if (!stored || !isStream(stored)) return stored;
      const body = counted(stored.body, progress.begin("reading", stored.length));
      return { ...stored, body };
    },
    ...(putStream && {
      putStream: (payload, context) => putStream(watchedPayload(payload, progress), context),
    }),
  };
}

function watchedPayload(payload: StreamPayload, progress: Progress): StreamPayload {
  const { namespace, name, codec, contentType, digest, key, address, length } = payload;
  const count = progress.begin("storing", length);
  const stream = (start?: number, end?: number) => counted(payload.stream(start, end), count);
  return { namespace, name, codec, contentType, digest, key, address, length, stream };
}

/** Whether a backend answered with a stream. */
export function isStream(stored: Stored | StoredStream): stored is StoredStream {
  return "body" in stored;
}
