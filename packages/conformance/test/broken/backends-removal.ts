import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);

/** They do not remove what they are told to, or more. */
export const removal: BrokenBackends = {
  "answers true to every remove": {
    backend: (correct) => ({
      ...correct,
      remove: async (address, context) => (await correct.remove(address, context), true),
    }),
    fails: {
      "the first remove returns true, the second false": text(
        "^remove returns false if there is nothing, which is not an error",
      ),
    },
  },
  "removes nothing": {
    backend: (correct, storage) => ({
      ...correct,
      remove: ({ namespace, key }, { signal }) => {
        signal?.throwIfAborted();
        return storage.has(`${namespace}/${key}`);
      },
    }),
    fails: {
      "remove returns true, and the stash is gone": text("^a removed stash is gone$"),
      "the first remove returns true, the second false": text(
        "^remove returns false if there is nothing, which is not an error",
      ),
      "a removed stash is not found": text(
        "it must reject with STASH_NOT_FOUND, and returned instead$",
      ),
    },
  },
  "removes the folder of the same name as well": {
    backend: (correct, storage) => ({
      ...correct,
      remove: (address, context) => {
        const folder = `${address.namespace}/${address.name}/`;
        const removed = correct.remove(address, context);
        for (const place of storage.keys()) if (place.startsWith(folder)) storage.delete(place);
        return removed;
      },
    }),
    fails: {
      "remove leaves every other stash in place": text(
        "^remove removes one stash, and leaves those with similar names$",
      ),
    },
  },
  "leaves a mark where it has removed": {
    backend: (correct) => {
      const removed = new Set<string>();
      return {
        ...correct,
        get: (address, context) => {
          if (removed.has(address.text)) return undefined;
          return correct.get(address, context);
        },
        remove: async (address, context) => {
          const there = await correct.remove(address, context);
          removed.add(address.text);
          return there;
        },
      };
    },
    fails: {
      "a removed payload can be put again": text(
        "^a removed payload can be put again; get returned undefined$",
      ),
    },
  },
};
