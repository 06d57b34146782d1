import type { Codec } from "@kstash/core";
import { type BrokenCodecs, bytesOf, isPlain, json, text } from "./broken-codec.js";
import { taggedJson as correct } from "../reference/tagged-json.js";

/** They write bytes that are not theirs alone, or not always the same; or say something wrong of themselves. */
export const encoding: BrokenCodecs = {
  "gives a view of a pool": {
    codec: {
      ...correct,
      encode: (data) => {
        const bytes = correct.encode(data);
        const pool = new Uint8Array(bytes.length + 100);
        pool.set(bytes, 50);
        return pool.subarray(50, 50 + bytes.length);
      },
    },
    fails: {
      "encode returns bytes of exact length that belong to the caller": text(
        "^encode returns a Uint8Array of exact length, not a view of a larger buffer$",
      ),
    },
  },
  "remembers what it has encoded": {
    codec: remembering(),
    fails: {
      "encode returns bytes of exact length that belong to the caller": text(
        "^changing what encode returned does not affect a later call: byte 0 of",
      ),
    },
  },
  "keeps the order of keys": {
    codec: {
      ...correct,
      encode: (data) => {
        if (!isPlain(data) || Object.keys(data).join("") !== "ba") return correct.encode(data);
        return bytesOf(json(correct.encode(data)).replace('"a",1', '"a", 1'));
      },
    },
    fails: {
      "keys are sorted or keep their order, as the harness says": text(
        "^objects that differ only in the order of their keys are encoded as the same bytes: ",
      ),
    },
  },
  "sorts keys that are to be kept": {
    codec: correct,
    harness: { keyOrder: "kept" },
    fails: {
      "keys are sorted or keep their order, as the harness says": text(
        '^with keyOrder "kept", keys come back in their original order',
      ),
    },
  },
  "counts its calls": {
    codec: counting(),
    fails: {
      "equal data is encoded as equal bytes, whatever was encoded before": text(
        "^equal data is encoded as equal bytes: ",
      ),
    },
  },
  "marks Buffers": {
    codec: {
      ...correct,
      encode: (data) => {
        const marked = isPlain(data) && Buffer.isBuffer(data["form"]);
        return marked ? bytesOf(`${json(correct.encode(data))} `) : correct.encode(data);
      },
    },
    fails: {
      "a Uint8Array, a Buffer, an ArrayBuffer and a view of the same bytes are encoded alike": text(
        "^bytes are encoded alike, whatever type holds them: ",
      ),
    },
  },
  "has a content type with a parameter": {
    codec: { ...correct, contentType: "application/json; charset=utf-8" },
    fails: {
      "its content types are lowercase, without parameters": text(
        'this is "application/json; charset=utf-8"$',
      ),
    },
  },
  "has a name of two words": {
    codec: { ...correct, name: "Tagged JSON" },
    fails: { "its name is one lowercase word": text("^a codec's name is") },
  },
  "changes the data": {
    codec: {
      ...correct,
      encode: (data) => {
        const bytes = correct.encode(data);
        if (isPlain(data) && Array.isArray(data["list"]) && "blob" in data) data["list"].reverse();
        return bytes;
      },
    },
    fails: {
      "encode does not change the data, and later changes to the data do not change the bytes":
        text("^encode does not change the data$"),
    },
  },
};

function counting(): Codec {
  let calls = 0;
  return {
    ...correct,
    encode: (data) => {
      const bytes = correct.encode(data);
      if (!isPlain(data) || !("rows" in data) || !("big" in data)) return bytes;
      return bytesOf(`${json(bytes)}${" ".repeat((calls += 1))}`);
    },
  };
}

function remembering(): Codec {
  const known = new Map<string, Uint8Array>();
  return {
    ...correct,
    encode: (data) => {
      const bytes = correct.encode(data);
      const kept = known.get(json(bytes)) ?? bytes;
      known.set(json(bytes), kept);
      return kept;
    },
  };
}
