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
        "^encode refuses a lone high surrogate, which would not come back equal; it was accepted$",
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
        "^encode refuses an instance of a class.*it was accepted$",
      ),
    },
  },
  "writes a Map as an object": {
    codec: changing({
      encode: (value) => (value instanceof Map ? Object.fromEntries(value) : value),
    }),
    fails: { "encode refuses Map and Set": text("^encode refuses a Map.*it was accepted$") },
  },
  "fills holes": {
    codec: changing({ encode: (value) => (Array.isArray(value) ? filled(value) : value) }),
    fails: {
      "encode refuses arrays with holes": text("^encode refuses a hole in an array.*was accepted$"),
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
        "^encode refuses a Uint16Array.*was accepted$",
      ),
    },
  },
  "leaves symbols out": {
    codec: changing({
      encode: (value) =>
        isPlain(value) && "b" in value ? Object.fromEntries(Object.entries(value)) : value,
    }),
    fails: {
      "encode refuses symbols as keys": text("^encode refuses a symbol as a key.*it was accepted$"),
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
      "a refusal says where in the data the fault is": text(
        "^encode refuses a function with an error that says where it is: data.user.callback",
      ),
    },
  },
  "takes no more than 100 levels": {
    codec: {
      ...correct,
      encode: (data) => {
        if (depthOf(data) > 100) throw new Error("data is too deep");
        return correct.encode(data);
      },
    },
    fails: {
      "nesting to a depth of 400 comes back": text(
        "^encode takes arrays and objects nested 400 deep; it threw: data is too deep$",
      ),
    },
  },
  "leaves functions out": {
    codec: changing({
      encode: (value) => (typeof value === "function" ? null : value),
    }),
    fails: {
      "encode refuses functions and symbols": text("^encode refuses a function.*it was accepted$"),
      "a refusal says where in the data the fault is": text("it was accepted$"),
    },
  },
  "writes an invalid Date as null": {
    codec: changing({
      encode: (value) => (value instanceof Date && Number.isNaN(Number(value)) ? null : value),
    }),
    fails: {
      "encode refuses invalid Dates": text("^encode refuses an invalid Date, .*it was accepted$"),
    },
  },
  "leaves the key __proto__ out": {
    codec: changing({
      encode: (value) =>
        isPlain(value) && Object.hasOwn(value, "__proto__")
          ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== "__proto__"))
          : value,
    }),
    fails: {
      "encode refuses the key __proto__": text(
        "^encode refuses the key __proto__.*it was accepted$",
      ),
    },
  },
  "cuts cycles": {
    codec: {
      ...correct,
      encode: (data) => {
        try {
          return correct.encode(data);
        } catch (error) {
          if (!isCyclic(data, new Set())) throw error;
          return correct.encode("a cycle");
        }
      },
    },
    fails: {
      "encode refuses cycles": text("^encode refuses an object in itself.*it was accepted$"),
    },
  },
};

function filled(array: readonly unknown[]): readonly unknown[] {
  const holes = Object.keys(array).length < array.length;
  return holes && Object.getPrototypeOf(array) === Array.prototype
    ? Array.from(array, (item) => item ?? null)
    : array;
}

function isCyclic(value: unknown, above: ReadonlySet<unknown>): boolean {
  if (!isObject(value) || above.size > 100) return false;
  if (above.has(value)) return true;
  const inside = new Set(above).add(value);
  return Object.values(value).some((item) => isCyclic(item, inside));
}

function depthOf(value: unknown): number {
  let depth = 0;
  for (let inner = value; isObject(inner) && depth <= 100; [inner] = Object.values(inner))
    depth += 1;
  return depth;
}
