import { type Case, toCases } from "./case.js";
import { aliasing } from "./codec/aliasing.js";
import { determinism } from "./codec/determinism.js";
import { headers } from "./codec/header.js";
import { hostile } from "./codec/hostile.js";
import { refusals } from "./codec/refusals.js";
import { shape } from "./codec/shape.js";
import { values } from "./codec/values.js";
import type { CodecHarness } from "./codec-harness.js";
import { CodecStage } from "./codec-stage.js";

const duties = {
  ...shape,
  ...values,
  ...refusals,
  ...determinism,
  ...aliasing,
  ...headers,
  ...hostile,
};

/**
 * Every duty of the `Codec` contract as a case, to be given to a test runner one by one:
 *
 *     for (const { title, run } of codecCases({ codec: () => mine })) test(title, run);
 *
 * The data model is that of `kstash.create`. Null, booleans, finite numbers, strings, arrays and plain
 * objects have to come back; undefined, NaN and the infinities, bigints, Dates and bytes may be
 * refused instead; all else has to be refused.
 */
export function codecCases(harness: CodecHarness): Case[] {
  return toCases(duties, () => CodecStage.open(harness));
}
