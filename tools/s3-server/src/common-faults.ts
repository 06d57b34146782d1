import type { Fault, FaultMatch } from "./faults.js";

/** 503 SlowDown: try again. */
export const slowDown: Fault = { answer: { status: 503, code: "SlowDown" } };

/** 500 InternalError: try again. */
export const internalError: Fault = { answer: { status: 500, code: "InternalError" } };

const whenConditional: FaultMatch = {
  when: ({ headers }) => "if-none-match" in headers || "if-match" in headers,
};
const conflict = { status: 409, code: "ConditionalRequestConflict" };

/** 409 for a conditional write: another write of the key is under way. */
export const conditionalConflict: Fault & FaultMatch = { ...whenConditional, answer: conflict };

/** 501 for every conditional write: a store that does not know them. */
export const noConditionalWrites: Fault & FaultMatch = {
  ...whenConditional,
  times: Number.POSITIVE_INFINITY,
  answer: { status: 501, code: "NotImplemented" },
};
