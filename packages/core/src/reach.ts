import { Address } from "./address.js";
import type { Await, Backend, BackendContext } from "./backend.js";
import { type Config, toConfig } from "./config.js";
import { UnsupportedBackend } from "./errors.js";
import { checkAllowed } from "./namespaces.js";
import { andThen } from "./pending.js";
import { redact } from "./redact.js";
import type { OperationOptions, Runtime } from "./runtime.js";
import type { TraceEvent } from "./trace.js";

/** An address, and the backend that serves it. */
export class Reached {
  readonly address: Address;
  readonly backend: Backend;
  /** What the backend's methods are given. */
  readonly context: BackendContext;

  constructor(address: Address, backend: Backend, context: BackendContext) {
    this.address = address;
    this.backend = backend;
    this.context = context;
  }

  /** The address as messages show it. */
  get subject(): string {
    return redact(this.address.text);
  }

  get config(): Config {
    return this.context.config;
  }

  get signal(): AbortSignal | undefined {
    return this.context.signal;
  }
}

/**
 * The way from an address, which is untrusted input, to the backend that serves it.
 *
 * @throws {InvalidAddress} for what is no address, and for a namespace that the config does not allow
 * @throws {UnsupportedBackend} for a scheme that the config does not list
 */
export function reach(
  { config: fallback, backends }: Runtime,
  from: Address | string,
  options: OperationOptions,
  event: TraceEvent,
): Await<Reached> {
  const config = toConfig(options.config ?? fallback);
  const address = toAddress(from);
  event.scheme = address.scheme;
  event.namespace = address.namespace;
  event.name = address.name;
  checkAllowed(address.namespace, config);
  const entry = entryOf(config, address.scheme);
  if (entry === undefined) {
    throw new UnsupportedBackend(
      `no backend available to load stash ${redact(address.text)}: Config.backends lists ${config.backends.map(nameOf).join(", ")}, none of them "${address.scheme}"`,
    );
  }
  const context = { config, signal: options.signal };
  return andThen(backends.resolve(entry), reachedBy, address, context);
}

function entryOf({ backends }: Config, scheme: string): string | Backend | undefined {
  for (const entry of backends) if (nameOf(entry) === scheme) return entry;
  return undefined;
}

function reachedBy(backend: Backend, address: Address, context: BackendContext): Reached {
  return new Reached(address, backend, context);
}

/** Text, or an `Address` of whichever copy of this package. */
function toAddress(from: Address | string): Address {
  if (from instanceof Address) return from;
  const text = typeof from === "object" ? (from as Address | null)?.text : from;
  // JSON may hold anything where an address should be: its methods are not called.
  return Address.parse(typeof text === "string" ? text : (from as string));
}

function nameOf(entry: string | Backend): string {
  return typeof entry === "string" ? entry : entry.name;
}
