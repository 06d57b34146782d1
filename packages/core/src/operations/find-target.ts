import { Address } from "../address/address.js";
import { checkAllowed } from "../address/namespaces.js";
import { redact } from "../address/redact.js";
import type { Target } from "../backend/target.js";
import { toConfig } from "../config.js";
import { UnsupportedBackend } from "../errors.js";
import type { TraceEvent } from "../trace.js";
import type { OperationOptions, Runtime } from "./runtime.js";

/**
 * Finds the backend of an address, which is untrusted input.
 *
 * @throws {InvalidAddress} for what is no address, and for a namespace that the config does not allow
 * @throws {UnsupportedBackend} for a scheme that the config does not list
 */
export async function findTarget(
  runtime: Runtime,
  from: Address | string,
  options: OperationOptions,
  event: TraceEvent,
): Promise<Target> {
  const config = toConfig(options.config ?? runtime.config);
  const address = toAddress(from);
  event.namespace = address.namespace;
  event.name = address.name;
  checkAllowed(address.namespace, config.namespaces);
  const subject = redact(address.text);
  const names = config.backends.map((entry) => (typeof entry === "string" ? entry : entry.name));
  const entry = config.backends[names.indexOf(address.scheme)];
  if (entry === undefined) {
    throw new UnsupportedBackend(
      `no backend available to load stash ${subject}: Config.backends lists ${names.join(", ")}, none of them "${address.scheme}"`,
    );
  }
  event.scheme = address.scheme;
  const backend = await runtime.loadBackend(entry);
  return { address, subject, backend, context: { config, signal: options.signal } };
}

/** Text, or an `Address` of whichever copy of this package. */
function toAddress(from: Address | string): Address {
  if (from instanceof Address) return from;
  const text = typeof from === "object" ? (from as Address | null)?.text : from;
  // JSON may hold anything where an address should be: its methods are not called.
  return Address.parse(typeof text === "string" ? text : (from as string));
}
