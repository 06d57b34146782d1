import type { Address, Stored } from "@kstash/core";
import type { MapBackend } from "../reference/map-backend.js";
import { type BrokenBackends, withParts } from "./broken-backend.js";

/** They lose or change bytes, or what is kept beside them. */
export const bytes: BrokenBackends = {
  "loses the content type": {
    backend: (correct) => reading(correct, ({ bytes }) => ({ bytes })),
    fails: {
      "the content type comes back, or the address carries the codec":
        /^get returns the content type that was put \(application\/cbor\): it picks the codec$/,
    },
  },
  "gives everything one content type": {
    backend: (correct) => ({
      ...correct,
      put: (payload, context) =>
        correct.put(withParts(payload, { contentType: "application/cbor" }), context),
    }),
    fails: {
      "the content type comes back, or the address carries the codec":
        /^get returns the content type that was put \(application\/vnd\.kstash\.conformance\+x\)/,
      "create and retrieve return equal stashes":
        /^cannot decode map:.* its content type "application\/cbor" is read by none of the codecs/,
    },
  },
  "reads into a buffer that it uses again": {
    backend: (correct) => {
      const buffer = new Uint8Array(48);
      return {
        ...correct,
        get: (address, context) => {
          const stored = correct.get(address, context) as Stored | undefined;
          if (stored?.bytes.length !== buffer.length) return stored;
          buffer.set(stored.bytes);
          return { ...stored, bytes: buffer };
        },
      };
    },
    fails: {
      "what get returned is not changed by later puts, gets and removes":
        /^nobody changes what get returned: byte \d+ of 48 differs$/,
    },
  },
  "wipes what it removes": {
    backend: (correct, storage) => {
      const find = ({ namespace, key }: Pick<Address, "namespace" | "key">) =>
        storage.get(`${namespace}/${key}`);
      return {
        ...correct,
        get: (address, { signal }) => {
          signal?.throwIfAborted();
          return find(address);
        },
        remove: (address, context) => {
          context.signal?.throwIfAborted();
          find(address)?.bytes.fill(0);
          return correct.remove(address, context);
        },
      };
    },
    fails: {
      "what get returned is not changed by later puts, gets and removes":
        /^nobody changes what get returned: byte \d+ of 48 differs$/,
    },
  },
  "changes the bytes that it is given": {
    backend: (correct) => ({
      ...correct,
      put: async (payload, context) => {
        const address = await correct.put(payload, context);
        if (payload.bytes.length === 256) payload.bytes.reverse();
        return address;
      },
    }),
    fails: {
      "each of the 256 values of a byte comes back":
        /^put does not change the bytes that it is given: byte 0 of 256 differs$/,
    },
  },
  "stores the buffer behind a view": {
    backend: (correct) => ({
      ...correct,
      put: (payload, context) =>
        correct.put(withParts(payload, { bytes: new Uint8Array(payload.bytes.buffer) }), context),
    }),
    fails: {
      "the bytes of a view come back, and not those of the buffer behind it":
        /^get returns the 20 bytes that were put: 20 bytes were expected, and 64 came$/,
    },
  },
  "takes an empty payload for absence": {
    backend: (correct) => reading(correct, (found) => (found.bytes.length > 0 ? found : undefined)),
    fails: {
      "an empty payload comes back empty":
        /^get returns the 0 bytes that were put; get returned undefined$/,
    },
  },
  "keeps no more than 64 KiB": {
    backend: (correct) =>
      reading(correct, ({ bytes, ...rest }) => ({ ...rest, bytes: bytes.slice(0, 65_536) })),
    fails: {
      "a payload of 1 MiB comes back":
        /^get returns the 1048576 bytes that were put: 1048576 bytes were expected, and 65536 came$/,
      "a signal that fires during put stops it, and leaves the whole payload or nothing":
        /^after a put that was stopped.*: 262144 bytes were expected, and 65536 came$/,
    },
  },
  "keeps bytes as text": {
    backend: (correct) =>
      reading(correct, ({ bytes, ...rest }) => {
        const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        return { ...rest, bytes: new Uint8Array(Buffer.from(text)) };
      }),
    fails: {
      "a payload of 1 MiB comes back": /^get returns the 1048576 bytes that were put: /,
      "bytes that are not text come back": /^get returns the 13 bytes that were put: /,
      "each of the 256 values of a byte comes back": /^get returns the 256 bytes that were put: /,
    },
  },
  "trims what it keeps": {
    backend: (correct) =>
      reading(correct, ({ bytes, ...rest }) => ({
        ...rest,
        bytes: bytes.at(-1) === 0x0a ? bytes.slice(0, -1) : bytes,
      })),
    fails: {
      "bytes that are not text come back":
        /^get returns the 13 bytes that were put: 13 .* 12 came$/,
      "bytes that are text come back": /^get returns the 14 bytes that were put: 14 .* 13 came$/,
    },
  },
  "reads no byte more than the limit": {
    backend: (correct) => ({
      ...correct,
      get: async (address, context) => {
        const found = await correct.get(address, context);
        const { maxPayloadBytes } = context.config;
        return found && { ...found, bytes: found.bytes.slice(0, maxPayloadBytes) };
      },
    }),
    fails: {
      "a payload over Config.maxPayloadBytes is refused as too large":
        /the error's code must be STASH_TOO_LARGE, and was STASH_CORRUPTED$/,
    },
  },
  "takes zeros for absence": {
    backend: (correct) =>
      reading(correct, (found) =>
        found.bytes[0] === 0 && found.bytes.length === 1 ? undefined : found,
      ),
    fails: {
      "a payload of one byte comes back":
        /^get returns the 1 bytes that were put; get returned undefined$/,
    },
  },
};

function reading(correct: MapBackend, change: (found: Stored) => Stored | undefined): MapBackend {
  return {
    ...correct,
    get: async (address, context) => {
      const found = await correct.get(address, context);
      return found && change(found);
    },
  };
}
