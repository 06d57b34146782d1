import type { Outcome } from "@kstash/backend-kit";
import { nameOf } from "../errors/sdk-error.js";

/** What makes a write store nothing where something is, and ends it with the operation. */
export interface Conditional {
  readonly conditions: { ifNoneMatch: string };
  readonly abortSignal?: AbortSignal;
}

/** Runs a write that is to store nothing where a blob is ("Specifying conditional headers", REST API). */
export async function unlessFound(
  signal: AbortSignal | undefined,
  write: (conditional: Conditional) => Promise<unknown>,
): Promise<Outcome> {
  try {
    await write({ conditions: { ifNoneMatch: "*" }, ...(signal && { abortSignal: signal }) });
    return "stored";
  } catch (error) {
    if (nameOf(error) === "BlobAlreadyExists") return "found";
    throw error;
  }
}
