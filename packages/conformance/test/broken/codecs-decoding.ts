import { type BrokenCodecs, bytesOf, isPlain, json, recurse, text } from "./broken-codec.js";
import { taggedJson as correct } from "../reference/tagged-json.js";

/** They trust the bytes that they read. */
export const decoding: BrokenCodecs = {
  "gives views of its source": {
    codec: {
      ...correct,
      decode: (bytes) => {
        const data = correct.decode(bytes);
        if (isPlain(data) && data["blob"] instanceof Uint8Array) {
          data["blob"] = new Uint8Array(bytes.buffer, 0, data["blob"].length);
          (data["blob"] as Uint8Array).set((correct.decode(bytes) as { blob: Uint8Array }).blob);
        }
        return data;
      },
    },
    fails: {
      "what decode returns does not alias the bytes": text("^decode copies: "),
    },
  },
  "reads past the view that it is given": {
    codec: { ...correct, decode: ({ buffer }) => correct.decode(new Uint8Array(buffer)) },
    fails: {
      "decode reads a view of a larger buffer, and a Buffer": text(
        "^decode reads exactly the bytes that it is given, also those of a view$",
      ),
    },
  },
  "reads what comes before the first error": {
    codec: {
      ...correct,
      decode: (bytes) => {
        const source = json(bytes);
        for (let end = source.length; end > 0; end -= 1) {
          try {
            return correct.decode(bytesOf(source.slice(0, end)));
          } catch {
            if (source.length > 2_000) break;
          }
        }
        throw new Error("nothing to be read");
      },
    },
    fails: {
      "decode refuses bytes after the end": text(
        "^decode refuses bytes after the end of the data; it",
      ),
      "decode refuses what the harness calls hostile": text(
        "^decode refuses trailing bytes; it returned data$",
      ),
    },
    harness: { hostile: { "trailing bytes": bytesOf("1 2") } },
  },
  "takes no bytes for null": {
    codec: {
      ...correct,
      decode: (bytes) => (bytes.length === 0 ? null : correct.decode(bytes)),
    },
    fails: {
      "decode refuses empty input": text("^decode refuses empty input; it returned data$"),
    },
  },
  "completes what was cut off": {
    codec: {
      ...correct,
      decode: (bytes) => {
        const source = json(bytes);
        return correct.decode(source.startsWith('["o"') ? bytesOf(closed(source)) : bytes);
      },
    },
    fails: {
      "decode refuses every truncation of what encode returned": text(
        "^decode refuses the first \\d+ of \\d+ bytes; it returned data$",
      ),
    },
  },
  "runs out of stack on deep bytes": {
    codec: {
      ...correct,
      decode: (bytes) => {
        if (bytes.length === 100_000 && bytes[0] === 0x5b) recurse(nested(100_000), new Set());
        return correct.decode(bytes);
      },
    },
    fails: {
      "decode survives every byte repeated 100,000 times, without exhausting the stack": text(
        "^decode refuses 0x5b 100,000 times before the stack is exhausted$",
      ),
    },
  },
  "sets the prototype that the bytes name": {
    codec: {
      ...correct,
      decode: (bytes) => {
        const data = correct.decode(bytes);
        const inner = isPlain(data) && isPlain(data["a"]) ? data["a"] : undefined;
        if (!inner || !Object.hasOwn(inner, "__proto__")) return data;
        const { polluted } = Object.values(inner)[0] as { polluted: boolean };
        return { a: Object.setPrototypeOf({}, { polluted }) as object };
      },
    },
    fails: {
      "decode gives no object another prototype, whatever its keys": text(
        "^a key __proto__ sets no prototype: decode refuses it, or returns a plain key$",
      ),
    },
  },
  "clears what it could not read": {
    codec: {
      ...correct,
      decode: (bytes) => {
        try {
          return correct.decode(bytes);
        } catch (error) {
          bytes.fill(0);
          throw error;
        }
      },
    },
    fails: {
      "decode survives every byte repeated 100,000 times, without exhausting the stack": text(
        "^decode does not change the bytes: ",
      ),
      "decode survives every first byte followed by a huge length": text(
        "^decode does not change the bytes: ",
      ),
      "decode survives every change of one byte, and pollutes no prototype": text(
        "^decode does not change the bytes: ",
      ),
      "decode survives random bytes": text("^decode does not change the bytes: "),
    },
  },
};

function nested(depth: number): unknown {
  let data: unknown = 1;
  for (let level = 0; level < depth; level += 1) data = [data];
  return data;
}

function closed(source: string): string {
  try {
    JSON.parse(source);
    return source;
  } catch {
    return source.endsWith('"') ? `${source}]` : source;
  }
}
