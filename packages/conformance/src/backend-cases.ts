import { randomUUID } from "node:crypto";
import { aborts } from "./backend/abort.js";
import { absence } from "./backend/absence.js";
import { addresses } from "./backend/address.js";
import { failures } from "./backend/failure.js";
import { isolation } from "./backend/isolation.js";
import { names } from "./backend/names.js";
import { puts } from "./backend/put.js";
import { removal } from "./backend/remove.js";
import { roundTrip } from "./backend/round-trip.js";
import { shape } from "./backend/shape.js";
import { sharing } from "./backend/share.js";
import { streams } from "./backend/streams.js";
import { throughCore } from "./backend/through-core.js";
import type { BackendHarness } from "./backend-harness.js";
import { BackendStage } from "./backend-stage.js";
import { type Case, toCases } from "./case.js";

const duties = {
  ...shape,
  ...roundTrip,
  ...addresses,
  ...names,
  ...absence,
  ...puts,
  ...isolation,
  ...aborts,
  ...streams,
  ...removal,
  ...sharing,
  ...failures,
  ...throughCore,
};

/**
 * Every duty of the `Backend` contract as a case, to be given to a test runner one by one:
 *
 *     for (const { title, run } of backendCases({ backend: () => mine })) test(title, run);
 *
 * Nothing is made and nothing runs before the first case does. Cases depend on no order, and can run
 * at once; each works under names of its own, which no other run uses.
 */
export function backendCases(harness: BackendHarness): Case[] {
  const run = randomUUID().slice(0, 8);
  return toCases(
    duties,
    (index) => BackendStage.open(harness, `${run}-${index}`),
    (stage) => stage.close(),
  );
}
