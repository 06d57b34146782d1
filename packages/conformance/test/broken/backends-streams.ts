import { streaming } from "../reference/streaming.js";
import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);

/** They stream, and not what they were given. */
export const streams: BrokenBackends = {
  "stores as much of a stream as came": {
    backend: (correct) => {
      const backend = streaming(correct);
      return {
        ...backend,
        putStream: (payload, context) => {
          const stream = async function* () {
            try {
              yield* payload.stream();
            } catch {
              return;
            }
          };
          return backend.putStream({ ...payload, stream }, context);
        },
      };
    },
    fails: {
      "putStream fails if its stream breaks off, and stores nothing": text(
        "^putStream rejects with the error of a stream that breaks off; it returned instead$",
      ),
    },
  },
  "gives streams other addresses": {
    backend: (correct) => {
      const backend = streaming(correct);
      return {
        ...backend,
        putStream: async (payload, context) =>
          `${await backend.putStream(payload, context)}?streamed=1`,
      };
    },
    fails: {
      "putStream stores what get reads, under the address that put returns": text(
        "^put and putStream return the same address",
      ),
    },
  },
  "uses one chunk for all": {
    backend: (correct) => {
      const backend = streaming(correct);
      return {
        ...backend,
        get: async (address, context) => {
          const found = await backend.get(address, context);
          return found && { ...found, body: reusing(found.body) };
        },
      };
    },
    fails: {
      "a stream that get returns has the bytes that were put, in order, and their number": text(
        "^the stream that get returns has the 1048576 bytes that were put, in order: byte \\d+ of 1048576 differs$",
      ),
    },
  },
  "closes the stash with the stream": {
    backend: (correct) => {
      const backend = streaming(correct);
      return {
        ...backend,
        get: async (address, context) => {
          const found = await backend.get(address, context);
          if (!found) return undefined;
          async function* body() {
            let ended = false;
            try {
              yield* found!.body;
              ended = true;
            } finally {
              if (!ended) await correct.remove(address, context);
            }
          }
          return { ...found, body: body() };
        },
      };
    },
    fails: {
      "a stream that is left early harms nothing": text(
        "^get returns what was put; it returned undefined$",
      ),
    },
  },
  "refuses a stream of what is there already": {
    backend: (correct, storage) => {
      const backend = streaming(correct);
      return {
        ...backend,
        putStream: (payload, context) => {
          if (storage.has(`${payload.namespace}/${payload.key}`)) throw new Error("EEXIST");
          return backend.putStream(payload, context);
        },
      };
    },
    fails: { "a payload can be put as a stream twice, and is there once": text("^EEXIST$") },
  },
  "stores a stream although the signal has fired": {
    backend: (correct) => {
      const backend = streaming(correct);
      return {
        ...backend,
        putStream: (payload, context) =>
          backend.putStream(payload, { ...context, signal: undefined }),
      };
    },
    fails: {
      "putStream stops if its signal has already fired, and stores nothing": text(
        "^putStream rejects if its signal has already fired",
      ),
    },
  },
};

async function* reusing(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const chunk = new Uint8Array(65_536);
  for await (const bytes of body) {
    chunk.set(bytes);
    yield chunk.subarray(0, bytes.length);
  }
}
