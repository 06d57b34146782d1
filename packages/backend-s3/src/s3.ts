import { type Backend, type Payload, redact, type StreamPayload } from "@kstash/core";
import { abortable } from "./abortable.js";
import { type Connection, connector } from "./connection.js";
import { failure } from "./failure.js";
import { getStream } from "./get-stream.js";
import { get } from "./get.js";
import { checkOptions, DEFAULT_PARALLEL_ABOVE_BYTES, type S3Options } from "./options.js";
import { putter } from "./put.js";
import { remove } from "./remove.js";
import { share } from "./share.js";
import type { Task } from "./task.js";

/** A backend that stores and reads, streams too, shares and removes. */
export type S3Backend = Backend &
  Required<Pick<Backend, "put" | "putStream" | "getStream" | "share" | "remove">>;

/**
 * The backend `s3`: Amazon S3 and S3-compatible stores. A namespace is a bucket, which must exist; an
 * object's key is `name.digest`. The AWS SDK is loaded, and the client made, on first use.
 *
 * Its methods throw core's `BackendRemoteError`, which says what was asked, why it failed and what to
 * do; `StashTooLarge` for what is larger than `Config.maxPayloadBytes`; `UnsupportedBackend` where the
 * SDK cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function s3(options: S3Options = {}): S3Backend {
  checkOptions(options);
  const connect = connector(options);
  const put = putter(options);
  const { parallelAboveBytes: firstBytes = DEFAULT_PARALLEL_ABOVE_BYTES } = options;

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

  async function store(payload: Payload | StreamPayload, signal: AbortSignal | undefined) {
    const { address, namespace: bucket } = payload;
    const task: Task = { verb: "store", subject: address, bucket };
    await perform(task, signal, (connection) => put(connection, payload, signal));
    return address;
  }

  return {
    specification: "v1",
    name: "s3",
    put: (payload, { signal }) => store(payload, signal),
    putStream: (payload, { signal }) => store(payload, signal),
    get(address, context) {
      const task = taskOf("read", address);
      const explain = (error: unknown) => failure(error, task, context.signal);
      const reading = { subject: task.subject, firstBytes, explain };
      return perform(task, context.signal, (connection) =>
        get(connection, address, reading, context),
      );
    },
    getStream(address, context) {
      const task = taskOf("read", address);
      const explain = (error: unknown) => failure(error, task, context.signal);
      return perform(task, context.signal, (connection) =>
        getStream(connection, address, context, explain),
      );
    },
    share(address, { ttlSec, signal }) {
      return perform(taskOf("share", address), signal, (connection) =>
        share(connection, address, ttlSec),
      );
    },
    remove(address, { signal }) {
      return perform(taskOf("remove", address), signal, (connection) =>
        remove(connection, address, signal),
      );
    },
  };
}

function taskOf(verb: Task["verb"], address: { text: string; namespace: string }): Task {
  return { verb, subject: redact(address.text), bucket: address.namespace };
}
