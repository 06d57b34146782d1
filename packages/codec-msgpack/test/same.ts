import assert from "node:assert/strict";

/**
 * Equal to the last detail: prototypes, -0, undefined keys. Jest's `toStrictEqual` asks `constructor`
 * what something is, which may be a key of the data.
 */
export function expectSame(actual: unknown, expected: unknown): void {
  assert.deepStrictEqual(actual, expected);
}
