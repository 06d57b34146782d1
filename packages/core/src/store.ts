import { Address } from "./address.js";
import type { Await, Backend } from "./backend.js";
import type { Config } from "./config.js";
import { Created } from "./created.js";
import { BackendRemoteError, UnsupportedBackend } from "./errors.js";
import { attempt } from "./failure.js";
import type { Encoded } from "./payload.js";
import { andThen } from "./pending.js";
import { redact } from "./redact.js";
import type { Runtime } from "./runtime.js";
import { Stash } from "./stash.js";
import type { TraceEvent } from "./trace.js";

/** One `create` under way. */
export interface Storing {
  readonly runtime: Runtime;
  readonly config: Config;
  readonly signal: AbortSignal | undefined;
  readonly event: TraceEvent;
  /** The backends that have declined, each with its reason. */
  readonly declined: string[];
}

/**
 * Asks the backends in their order: the first that does not decline has the payload.
 *
 * @throws {UnsupportedBackend} where every one declined, naming each and why
 */
export function store<T>(encoded: Encoded, storing: Storing, index = 0): Await<Stash<T>> {
  const { runtime, config, declined } = storing;
  const entry = config.backends[index];
  if (entry === undefined) {
    throw new UnsupportedBackend(
      `no backend took the payload of "${encoded.label.name}" (${encoded.length} bytes encoded); asked: ${declined.join(", ")}`,
    );
  }
  return andThen(runtime.backends.resolve(entry), ask<T>, encoded, storing, index);
}

function ask<T>(
  backend: Backend,
  encoded: Encoded,
  storing: Storing,
  index: number,
): Await<Stash<T>> {
  return andThen(offer(encoded, backend, storing), answered<T>, backend, encoded, storing, index);
}

function answered<T>(
  text: string | undefined,
  backend: Backend,
  encoded: Encoded,
  storing: Storing,
  index: number,
): Await<Stash<T>> {
  if (text === undefined) return store(encoded, storing, index + 1);
  return stored(encoded, backend, text, storing);
}

function offer(encoded: Encoded, backend: Backend, storing: Storing): Await<string | undefined> {
  const { config, signal, declined } = storing;
  if (!(backend.put ?? backend.putStream)) {
    declined.push(`${backend.name} (it only reads)`);
    return undefined;
  }
  let reason = "it declined";
  const decline = (why: string) => void (reason = why);
  const { namespace, name } = encoded.label;
  const task = () => `store "${name}" in namespace "${namespace}"`;
  const answer = attempt(backend, task, signal, () =>
    encoded.offer(backend, { config, signal, decline }),
  );
  return andThen(answer, (text) => {
    if (text === undefined) declined.push(`${backend.name} (${reason})`);
    return text;
  });
}

function stored<T>(encoded: Encoded, backend: Backend, text: string, storing: Storing): Stash<T> {
  storing.event.scheme = backend.name;
  const address = Address.parse(text);
  if (address.scheme !== backend.name) {
    throw new BackendRemoteError(
      `backend "${backend.name}" issued the address ${redact(text)}: its scheme must be the backend's name`,
    );
  }
  return new Stash<T>(new Created<T>(storing.runtime, storing.config, encoded, backend, address));
}
