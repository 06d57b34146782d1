import type { Source } from "@kstash/core/codec-kit";

/**
 * The number that the five low bits of an item's first byte announce (RFC 8949 §3): a value, a length,
 * a tag. It is rounded beyond 2^53, where no length can be met.
 */
export function readArgument(source: Source, info: number): number {
  if (info < 24) return info;
  if (info === 24) return source.byte();
  if (info === 25) return source.uint16();
  if (info === 26) return source.uint32();
  if (info === 27) return source.uint32() * 0x100000000 + source.uint32();
  const what = info === 31 ? "an indefinite length" : "a reserved length";
  return source.fail(source.position - 1, `${what}, which is not read here`);
}
