import { InvalidAddress } from "../errors.js";
import { redact } from "./redact.js";

/** The error for text that is no address, and why. */
export function invalid(text: string, why: string, cause?: unknown): InvalidAddress {
  return new InvalidAddress(
    `invalid address ${redact(text)}: ${why}`,
    cause ? { cause } : undefined,
  );
}
