import {
  type Backend,
  type BackendContext,
  type Payload,
  redact,
  type StreamPayload,
} from "@kstash/core";
import { abortable } from "./async/abort.js";
import { type Connection, connector } from "./client/connection.js";
import { failure, type Task, withFailures } from "./errors/failure.js";
import { checkOptions, DEFAULT_PARALLEL_ABOVE_BYTES, type S3Options } from "./options.js";
import { get } from "./read/get.js";
import { share } from "./read/share.js";
import { putter } from "./write/put.js";
import { remove } from "./write/remove.js";

/** A backend that stores (streams too), reads, shares and removes. */
export type S3Backend = Backend & Required<Pick<Backend, "put" | "putStream" | "share" | "remove">>;

/**
 * The backend `s3`: Amazon S3 and S3-compatible stores. A namespace is a bucket, which must exist; an
 * object's key is `name.digest`. The AWS SDK is loaded, and the client made, on first use.
 *
 * Its methods throw core's `BackendRemoteError`, which says what was asked, why it failed and what to
 * do; `StashTooLarge` for what is larger than `Config.maxPayloadBytes`; `UnsupportedBackend` if the SDK
 * cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function s3(options: S3Options = {}): S3Backend {
  checkOptions(options);
  const connect = connector(options);
  const put = putter(options);
  const { parallelAboveBytes = DEFAULT_PARALLEL_ABOVE_BYTES } = options;

  async function perform<T>(
    task: Task,
    signal: AbortSignal | undefined,
    step: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    try {
      return await abortable(connect().then(step), signal);
    } catch (error) {
      throw failure(error, task, signal);
    }
  }

  async function store(
    payload: Payload | StreamPayload,
    { signal }: BackendContext,
  ): Promise<string> {
    const { address, namespace } = payload;
    const task = taskOf("store", address, namespace);
    await perform(task, signal, (connection) => put(connection, payload, signal));
    return address;
  }

  return {
    specification: "v1",
    name: "s3",
    put: store,
    putStream: store,
    async get(address, context) {
      const { signal } = context;
      const task = taskOf("read", address.text, address.namespace);
      const stored = await perform(task, signal, (connection) =>
        get(connection, address, parallelAboveBytes, context),
      );
      if (!stored || "bytes" in stored) return stored;
      return { ...stored, body: withFailures(stored.body, task, signal) };
    },
    share(address, { ttlSec, signal }) {
      const task = taskOf("share", address.text, address.namespace);
      return perform(task, signal, (connection) => share(connection, address, ttlSec));
    },
    remove(address, { signal }) {
      const task = taskOf("remove", address.text, address.namespace);
      return perform(task, signal, (connection) => remove(connection, address, signal));
    },
  };
}

function taskOf(verb: Task["verb"], address: string, bucket: string): Task {
  return { verb, subject: redact(address), bucket };
}
