import type { Backend } from "@kstash/core";
import { mapBackend } from "../reference/map-backend.js";
import type { BrokenBackends } from "./broken-backend.js";

const text = (duty: string) => new RegExp(duty);
const never = () => Promise.reject(new Error("out of reach"));
const outOfReach = { ...mapBackend(new Map()), put: never, get: never, remove: never };

/** They break the contract's words: of methods, absence, addresses and failure. */
export const contract: BrokenBackends = {
  "has a method that is none": {
    backend: (correct) => ({ ...correct, share: null }) as unknown as Backend,
    fails: {
      "the backend follows specification v1, and its name is a scheme": text(
        "^share is a method or does not exist; its type is object$",
      ),
    },
  },
  "throws on absence": {
    backend: (correct) => ({
      ...correct,
      get: async (address, context) => {
        const found = await correct.get(address, context);
        if (!found) throw new Error("ENOENT: no such file");
        return found;
      },
    }),
    fails: {
      "get returns undefined for what was never put": text(
        "absence is a value, not an exception; it threw Error$",
      ),
      "get returns undefined for what was never put, even beside a stash of the same name": text(
        "absence is a value, not an exception; it threw Error$",
      ),
      "a removed stash is not found": text(
        "the error's code must be STASH_NOT_FOUND, and was BACKEND_REMOTE_ERROR$",
      ),
    },
  },
  "answers null for absence": {
    backend: (correct) =>
      ({
        ...correct,
        get: async (...given: Parameters<Backend["get"]>) => (await correct.get(...given)) ?? null,
      }) as Backend,
    fails: {
      "get returns undefined for what was never put": text("it returned null$"),
      "get returns undefined for what was never put, even beside a stash of the same name":
        text("it returned null$"),
      "a removed stash is not found": text(
        "the error's code must be STASH_NOT_FOUND, and was BACKEND_REMOTE_ERROR",
      ),
    },
  },
  "issues addresses of a foreign scheme": {
    backend: (correct) => ({
      ...correct,
      put: async (payload, context) =>
        String(await correct.put(payload, context)).replace("map:", "maps:"),
    }),
    fails: {
      "the address parses, and its scheme is the backend's name": text(
        "^the scheme of every address is the backend's name \\(map\\), so that it leads back to the backend$",
      ),
      "create and retrieve return equal stashes": text("its scheme must be the backend's name$"),
      "a payload over Config.maxPayloadBytes is refused as too large": text(
        "and was UNSUPPORTED_BACKEND$",
      ),
      "a removed stash is not found": text("^no backend available to load stash maps:"),
      "a failure reaches the caller as BackendRemoteError, with its cause": text(
        "and was UNSUPPORTED_BACKEND$",
      ),
    },
  },
  "takes a failure for absence": {
    backend: (correct) => correct,
    harness: { unreachable: () => ({ ...outOfReach, get: () => undefined }) },
    fails: {
      "get throws an error if the storage cannot be reached, and does not say that nothing is there":
        text("^get throws an Error if the storage cannot be reached.*; it returned instead$"),
      "a failure reaches the caller as BackendRemoteError, with its cause": text(
        "the error's code must be BACKEND_REMOTE_ERROR, and was STASH_NOT_FOUND$",
      ),
    },
  },
  "declines when it fails": {
    backend: (correct) => correct,
    harness: { unreachable: () => ({ ...outOfReach, put: () => undefined }) },
    fails: {
      "put throws an error if the storage cannot be reached, and does not decline": text(
        "^put throws an Error if the storage cannot be reached.*; it returned instead$",
      ),
    },
  },
  "throws text": {
    backend: (correct) => correct,
    // oxlint-disable-next-line prefer-promise-reject-errors
    harness: { unreachable: () => ({ ...outOfReach, remove: () => Promise.reject("no route") }) },
    fails: {
      "remove throws an error if the storage cannot be reached": text(
        "^remove throws an Error .*; it threw string, which has no message and no cause$",
      ),
    },
  },
};
