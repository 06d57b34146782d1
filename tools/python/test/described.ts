import type { Json } from "@kstash/vectors";

/** A stash as peer.py describes it. */
export interface Described {
  readonly address: string;
  readonly name: string;
  readonly namespace: string;
  readonly md5: string;
  readonly data: Json;
}

/** A payload that both editions hold, and the name it goes by. */
export const payloads: readonly (readonly [name: string, data: Json])[] = [
  ["context", { as_of: "today", bin: { $repeat: { byte: 48, times: 524_288 } } }],
  ["text", "há 水 🎵"],
  ["a/b/c", [true, -1, 0.5, [1500000000000], { $bigint: "18446744073709551615" }]],
  ["order", { b: { $bytes: "AAECgP8=" }, a: [{ $number: "Infinity" }, null] }],
];
