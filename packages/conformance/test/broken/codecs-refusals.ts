import { type BrokenCodecs, changing, isObject, isPlain, recurse, text } from "./broken-codec.js";
import { taggedJson as correct } from "../reference/tagged-json.js";

/** They take what they have to refuse, or refuse what they have to take. */
export const refusals: BrokenCodecs = {
  "repairs lone surrogates": {
    codec: changing({
      encode: (value) => (typeof value === "string" ? value.toWellFormed() : value),
    }),
    fails: {
      "encode refuses lone surrogates": text(
        "^encode refuses a lone high surrogate, which would not come back equal; it took it$",
      ),
    },
  },
  "takes class instances for plain objects": {
    codec: changing({
      encode: (value) =>
        isObject(value) && value.constructor?.name === "Point" ? { ...value } : value,
    }),
    fails: {
      "encode refuses instances of classes": text(
        "^encode refuses an instance of a class.*it took it$",
      ),
    },
  },
  "writes a Map as an object": {
    codec: changing({
      encode: (value) => (value instanceof Map ? Object.fromEntries(value) : value),
    }),
    fails: { "encode refuses Map and Set": text("^encode refuses a Map.*it took it$") },
  },
  "fills holes": {
    codec: changing({ encode: (value) => (Array.isArray(value) ? filled(value) : value) }),
    fails: {
      "encode refuses arrays with holes": text("^encode refuses a hole in an array.*took it$"),
    },
  },
  "takes any typed array for bytes": {
    codec: changing({
      encode: (value) =>
        ArrayBuffer.isView(value) && !(value instanceof Uint8Array)
          ? new Uint8Array(value.buffer)
          : value,
    }),
    fails: {
      "encode refuses typed arrays other than bytes": text(
        "^encode refuses a Uint16Array.*took it$",
      ),
    },
  },
  "leaves symbols out": {
    codec: changing({
      encode: (value) =>
        isPlain(value) && "b" in value ? Object.fromEntries(Object.entries(value)) : value,
    }),
    fails: {
      "encode refuses symbols as keys": text("^encode refuses a symbol as a key.*it took it$"),
    },
  },
  "refuses an empty key": {
    codec: {
      ...correct,
      encode: (data) => {
        if (isPlain(data) && Object.hasOwn(data, "")) throw new Error("data has an empty key");
        return correct.encode(data);
      },
    },
    fails: {
      "keys of every kind come back": text(
        '^encode takes an object with the key ""; it threw: data has an empty key$',
      ),
    },
  },
  "runs out of stack on deep data": {
    codec: {
      ...correct,
      encode: (data) => {
        recurse(data, new Set());
        return correct.encode(data);
      },
    },
    fails: {
      "encode refuses nesting deeper than 500": text(
        "^encode refuses nesting of 100,000, .*, before the stack is exhausted$",
      ),
    },
  },
  "refuses without saying where": {
    codec: {
      ...correct,
      encode: (data) => {
        try {
          return correct.encode(data);
        } catch {
          throw new Error("refused");
        }
      },
    },
    fails: {
      "a refusal names where in the data it stands": text(
        "^encode refuses a function with an error that names where it stands: data.user.callback",
      ),
    },
  },
};

function filled(array: readonly unknown[]): readonly unknown[] {
  const holes = Object.keys(array).length < array.length;
  return holes && Object.getPrototypeOf(array) === Array.prototype
    ? Array.from(array, (item) => item ?? null)
    : array;
}
