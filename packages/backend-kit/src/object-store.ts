import {
  type Address,
  type Backend,
  type BackendContext,
  InvalidAddress,
  type Payload,
  type PutContext,
  redact,
  type Stored,
  type StoredStream,
  type StreamPayload,
} from "@kstash/core";
import { abortable } from "./async/abort.js";
import { Distance } from "./distance.js";
import { explain, type StoreErrors, type Task } from "./errors/explain.js";

/** A backend that stores (streams too), reads, shares and removes. */
export type ObjectBackend = Backend &
  Required<Pick<Backend, "put" | "putStream" | "share" | "remove">>;

/** One operation under way. */
export interface Operation {
  /** Ends it. */
  readonly signal: AbortSignal | undefined;
  /** What the caller is thrown for an error. */
  readonly explain: (error: unknown) => unknown;
  /** Of the store, as far as this backend has learned it. */
  readonly distance: Distance;
}

/** A store of objects, as its SDK is used. `Connection` is whatever its methods need of that. */
export interface ObjectStore<Connection extends object> {
  /** The backend's name, and the scheme of its addresses. */
  readonly name: string;
  readonly errors: StoreErrors;
  /** Called by every operation: remember what is costly. */
  connect(): Promise<Connection>;
  /** Why the store can have no such namespace: `containers have 3 to 63 of a-z 0-9 -`. */
  namespaceFault?(namespace: string): string | undefined;
  /** Why the store cannot hold a payload, which is then declined. */
  declines?(payload: Payload | StreamPayload): string | undefined;
  /** Stores the payload unless it is there. */
  put(session: Connection & Operation, payload: Payload | StreamPayload): Promise<unknown>;
  get(
    session: Connection & Operation,
    address: Address,
    maxBytes: number,
  ): Promise<Stored | StoredStream | undefined>;
  share(session: Connection & Operation, address: Address, ttlSec: number): Promise<string>;
  remove(session: Connection & Operation, address: Address): Promise<boolean>;
}

/**
 * Makes the backend of an object store. Its methods throw core's `BackendRemoteError`, which says what
 * was asked, why it failed and what to do; kstash's own errors and the reasons of aborts pass as they
 * are.
 */
export function backendOf<Connection extends object>(
  store: ObjectStore<Connection>,
): ObjectBackend {
  const distance = new Distance();

  async function perform<T>(
    task: Task,
    signal: AbortSignal | undefined,
    run: (session: Connection & Operation) => Promise<T>,
  ): Promise<T> {
    const why = (error: unknown) => explain(store.name, store.errors, error, task, signal);
    try {
      checkNamespace(task);
      const connection = await abortable(store.connect(), signal);
      return await abortable(run({ ...connection, signal, distance, explain: why }), signal);
    } catch (error) {
      throw why(error);
    }
  }

  function checkNamespace({ verb, address, namespace }: Task): void {
    const fault = store.namespaceFault?.(namespace);
    if (fault === undefined) return;
    const what = `${verb} ${redact(address)}`;
    throw new InvalidAddress(
      `backend "${store.name}" could not ${what}: no namespace there can be "${namespace}": ${fault}`,
    );
  }

  async function put(payload: Payload | StreamPayload, { signal, decline }: PutContext) {
    const { address, namespace } = payload;
    const reason = store.declines?.(payload);
    if (reason !== undefined) return decline(reason);
    await perform({ verb: "store", address, namespace }, signal, (session) =>
      store.put(session, payload),
    );
    return address;
  }

  return {
    specification: "v1",
    name: store.name,
    put,
    putStream: put,
    get: (address, { config: { maxPayloadBytes }, signal }: BackendContext) =>
      perform(taskOf("read", address), signal, (session) =>
        store.get(session, address, maxPayloadBytes),
      ),
    share: (address, { ttlSec, signal }) =>
      perform(taskOf("share", address), signal, (session) => store.share(session, address, ttlSec)),
    remove: (address, { signal }) =>
      perform(taskOf("remove", address), signal, (session) => store.remove(session, address)),
  };
}

function taskOf(verb: Task["verb"], { text, namespace }: Address): Task {
  return { verb, address: text, namespace };
}
