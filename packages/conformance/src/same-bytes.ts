import assert from "node:assert/strict";

/** That these are those bytes; a failure says where they part, not what they are. */
export function sameBytes(actual: unknown, expected: Uint8Array, duty: string): void {
  assert.ok(
    actual instanceof Uint8Array,
    `${duty}: bytes are a Uint8Array, not ${actual === null ? "null" : typeof actual}`,
  );
  const difference = differenceOf(actual, expected);
  assert.ok(difference === undefined, `${duty}: ${difference}`);
}

function differenceOf(actual: Uint8Array, expected: Uint8Array): string | undefined {
  if (actual.length !== expected.length) {
    return `${expected.length} bytes were expected, and ${actual.length} came`;
  }
  if (Buffer.compare(actual, expected) === 0) return undefined;
  const at = expected.findIndex((byte, index) => byte !== actual[index]);
  return `byte ${at} of ${expected.length} differs`;
}
