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
      "remove twice answers true, then false": text(
        "^remove answers false where there is nothing: it is no error",
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
      "remove answers true, and the stash is gone": text("^what is removed is gone$"),
      "remove twice answers true, then false": text(
        "^remove answers false where there is nothing: it is no error",
      ),
      "what was removed is not found": text("it rejects with STASH_NOT_FOUND, it answered$"),
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
      "remove leaves every other stash": text(
        "^remove takes one stash, and leaves those of similar names$",
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
      "what was removed can be put again": text(
        "^what was removed can be put again; get answered undefined$",
      ),
    },
  },
};
