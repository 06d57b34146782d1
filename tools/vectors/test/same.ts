import assert from "node:assert/strict";

/** Equal to the last detail: prototypes, -0, undefined keys. */
export function expectSame(actual: unknown, expected: unknown): void {
  assert.deepStrictEqual(actual, expected);
}
