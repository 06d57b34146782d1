import assert from "node:assert/strict";
import { createKstash, isKstashError } from "@kstash/core";
import type { Duties } from "../case.js";
import type { CodecStage } from "../codec-stage.js";
import { nested } from "./values.js";

class Point {
  readonly x = 1;
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;
const ring: unknown[] = [];
ring.push([ring]);

/** What is not of the data model: each would come back as something else, or not at all. */
const FOREIGN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "functions and symbols": {
    "a function": () => 1,
    "a class": Point,
    "a symbol": Symbol("a"),
    "a registered symbol": Symbol.for("a"),
  },
  "instances of classes": {
    "an instance of a class": new Point(),
    "an Error": new Error("a"),
    "a RegExp": /a/,
    "a URL": new URL("https://example.com/"),
    "a Promise": Promise.resolve(1),
    "a boxed number": new Number(1),
    "a boxed string": new String("a"),
    "an array of a subclass": new (class List extends Array<number> {})(1),
    "an object with a prototype of its own": Object.create({ inherited: 1 }) as unknown,
  },
  "Map and Set": {
    "a Map": new Map([["a", 1]]),
    "a Set": new Set([1]),
    "a WeakMap": new WeakMap(),
  },
  "typed arrays other than bytes": {
    "a Uint16Array": new Uint16Array(1),
    "an Int8Array": new Int8Array(1),
    "a Uint8ClampedArray": new Uint8ClampedArray(1),
    "a Float32Array": new Float32Array(1),
    "a BigInt64Array": new BigInt64Array(1),
    "a DataView": new DataView(new ArrayBuffer(1)),
  },
  "arrays with holes": {
    // oxlint-disable-next-line no-sparse-arrays
    "a hole in an array": [1, , 2],
    "an array of holes": Object.assign([], { length: 3 }),
  },
  "invalid Dates": { "an invalid Date": new Date(Number.NaN) },
  "lone surrogates": {
    "a lone high surrogate": "a\ud83d",
    "a lone low surrogate": "\ude00a",
    "surrogates in the wrong order": "\ude00\ud83d",
    "a lone surrogate in a key": { "\ud800": 1 },
  },
  "the key __proto__": {
    "the key __proto__": JSON.parse('{"__proto__": {"polluted": true}}') as unknown,
  },
  "symbols as keys": { "a symbol as a key": { [Symbol("a")]: 1, b: 1 } },
  cycles: { "an object in itself": cycle, "an array in an array in itself": ring },
  "nesting deeper than 500": {
    "nesting of 600": nested(600),
    "nesting of 100,000": nested(100_000),
  },
};

/** Never a silent change. */
export const refusals: Duties<CodecStage> = {
  ...Object.fromEntries(
    Object.entries(FOREIGN).map(([kind, examples]) => [
      `encode refuses ${kind}`,
      async (stage: CodecStage) => {
        for (const [label, value] of Object.entries(examples)) {
          stage.refuses(value, label);
          // Deeper down too; what is deep already stands for itself.
          if (!label.startsWith("nesting")) stage.refuses({ a: [value] }, `${label} in an object`);
        }
      },
    ]),
  ),
  "a refusal says where in the data the fault is": async ({ codec }) => {
    const kstash = createKstash({ codecs: [codec], config: { backends: [nowhere] } });
    const data = { user: { name: "a", callback: () => 1 } };
    const duty = "encode refuses a function with an error that says where it is";
    const error: unknown = await kstash.create("a", data).then(
      () => assert.fail(`${duty}; it was accepted`),
      (error: unknown) => error,
    );
    assert.ok(isKstashError(error) && error.code === "INVALID_DATA", `${duty}: INVALID_DATA`);
    const { message, cause, path } = error as Error & { path?: unknown };
    const words = [message, path, (cause as Error | undefined)?.message].join(" ");
    assert.match(words, /user.*callback/, `${duty}: data.user.callback, as message or path`);
  },
};

/** Core asks it only for data that the codec took, which is a failure of the case by then. */
const nowhere = {
  specification: "v1",
  name: "nowhere",
  put: () => `nowhere://a/a.${"0".repeat(32)}`,
  get: () => undefined,
} as const;
