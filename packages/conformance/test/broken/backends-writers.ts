import { setImmediate as turn } from "node:timers/promises";
import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);

/** They fail where writers meet, or where they decline. */
export const writers: BrokenBackends = {
  "writes a body in two parts": {
    backend: (correct, storage) => ({
      ...correct,
      put: async ({ namespace, key, bytes, contentType, address }, { signal }) => {
        const place = `${namespace}/${key}`;
        const half = bytes.length >> 1;
        storage.set(place, { bytes: bytes.slice(0, half), contentType });
        await turn();
        signal?.throwIfAborted();
        const first = storage.get(place)?.bytes ?? [];
        storage.set(place, {
          bytes: Uint8Array.from([...first, ...bytes.slice(half)]),
          contentType,
        });
        return address;
      },
    }),
    fails: {
      "16 writers that put the same payload at once all succeed, and every reader gets it whole":
        text("^as soon as put returns for one of several writers, the whole payload is there: "),
      "put stops if its signal has already fired, and stores nothing": text("and stores nothing$"),
    },
  },
  "refuses what is there already": {
    backend: (correct, storage) => ({
      ...correct,
      put: (payload, context) => {
        if (storage.has(`${payload.namespace}/${payload.key}`)) throw new Error("EEXIST");
        return correct.put(payload, context);
      },
    }),
    fails: {
      "a payload can be put twice, and is there once": text("^EEXIST$"),
      "equal payloads with one name have one address": text("^EEXIST$"),
      "16 writers that put the same payload at once all succeed, and every reader gets it whole":
        text("^EEXIST$"),
      "a signal that fires during put stops it, and leaves the whole payload or nothing":
        text("^EEXIST$"),
    },
  },
  "numbers its addresses": {
    backend: (correct, storage) => ({
      ...correct,
      put: async (payload, context) =>
        `${await correct.put(payload, context)}?version=${storage.size}${Math.random()}`,
    }),
    fails: {
      "a payload can be put twice, and is there once": text(
        "^putting what is already there succeeds",
      ),
      "equal payloads with one name have one address": text(
        "^putting the same payload again returns the same address",
      ),
    },
  },
  "declines after it has stored": {
    backend: (correct) => ({
      ...correct,
      put: async (payload, context) => {
        const address = await correct.put(payload, context);
        return payload.bytes.length > 1_000_000 ? context.decline("too long") : address;
      },
    }),
    fails: {
      "a payload that is declined leaves nothing behind": text(
        "^what put declines is not stored, because another backend will have it$",
      ),
    },
  },
  "declines, and answers an address": {
    backend: (correct) => ({
      ...correct,
      put: (payload, context) => {
        if (payload.bytes.length === 0) context.decline("empty");
        return correct.put(payload, context);
      },
    }),
    fails: {
      "an empty payload comes back empty": text(
        "^put returns undefined if it calls context.decline",
      ),
    },
  },
  "declines everything": {
    backend: (correct) => ({
      ...correct,
      put: (_, { decline, signal }) => {
        signal?.throwIfAborted();
        return decline("no room");
      },
    }),
    fails: {
      "put takes a payload of a few bytes under a plain name": text(
        "^put takes a payload of 24 bytes: with the harness's config it must not decline",
      ),
      "create and retrieve return equal stashes": text("^no backend took the payload"),
    },
  },
};
