import { setImmediate as turn } from "node:timers/promises";
import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);

/** They do not stop when they are told to. */
export const signals: BrokenBackends = {
  "ignores a signal that has fired": {
    backend: (correct) => ({
      ...correct,
      put: (payload, context) => correct.put(payload, { ...context, signal: undefined }),
    }),
    fails: {
      "put stops if its signal has already fired, and stores nothing": text(
        "^put rejects if its signal has already fired",
      ),
    },
  },
  "ignores a signal that fires while it reads": {
    backend: (correct) => ({
      ...correct,
      get: async (address, context) => {
        context.signal?.throwIfAborted();
        await turn();
        return correct.get(address, { ...context, signal: undefined });
      },
    }),
    fails: {
      "a signal that fires during get stops it": text(
        "^get rejects if its signal fires while it works",
      ),
    },
  },
  "hangs once the signal has fired": {
    backend: (correct) => ({
      ...correct,
      get: async (address, context) => {
        context.signal?.throwIfAborted();
        await turn();
        if (context.signal?.aborted) await new Promise(() => undefined);
        return correct.get(address, context);
      },
    }),
    fails: {
      "a signal that fires during get stops it": text(
        "^get settles when its signal fires; after 3000 ms it had not",
      ),
    },
  },
  "keeps its lock when a put is stopped": {
    backend: (correct) => {
      const locks = new Set<string>();
      return {
        ...correct,
        put: async (payload, context) => {
          context.signal?.throwIfAborted();
          if (payload.bytes.length !== 256 * 1024) return correct.put(payload, context);
          if (locks.has(payload.key)) throw new Error("locked");
          locks.add(payload.key);
          await turn();
          const address = await correct.put(payload, context);
          locks.delete(payload.key);
          return address;
        },
      };
    },
    fails: {
      "a signal that fires during put stops it, and leaves the whole payload or nothing":
        text("^locked$"),
    },
  },
  "reads although the signal has fired": {
    backend: (correct) => ({
      ...correct,
      get: (address, context) => correct.get(address, { ...context, signal: undefined }),
    }),
    fails: {
      "get stops if its signal has already fired": text(
        "^get rejects if its signal has already fired",
      ),
    },
  },
  "removes although the signal has fired": {
    backend: (correct) => ({
      ...correct,
      remove: (address, context) => correct.remove(address, { ...context, signal: undefined }),
    }),
    fails: {
      "remove stops if its signal has already fired, and the stash stays": text(
        "^remove rejects if its signal has already fired",
      ),
    },
  },
};
