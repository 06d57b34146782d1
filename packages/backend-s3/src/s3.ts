import type { Address, Backend, BackendContext, Payload, StreamPayload } from "@kstash/core";
import { abortable } from "./async/abort.js";
import { connector, type Session, withSignal } from "./client/connection.js";
import { failure } from "./errors/failure.js";
import type { Task } from "./errors/reasons.js";
import { type S3Options, settingsOf } from "./options.js";
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
 * do; `StashNotFound` for an object that is removed while it is read; `StashTooLarge` for one that is
 * larger than `Config.maxPayloadBytes`; `UnsupportedBackend` if the SDK cannot be loaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function s3(options: S3Options = {}): S3Backend {
  const settings = settingsOf(options);
  const connect = connector(settings);
  const put = putter(settings);

  async function perform<T>(
    task: Task,
    signal: AbortSignal | undefined,
    run: (session: Session) => Promise<T>,
  ): Promise<T> {
    const explain = (error: unknown) => failure(error, task, signal);
    try {
      const running = connect().then((connection) =>
        run({ ...withSignal(connection, signal), explain }),
      );
      return await abortable(running, signal);
    } catch (error) {
      throw explain(error);
    }
  }

  async function store(payload: Payload | StreamPayload, { signal }: BackendContext) {
    const { address, namespace: bucket } = payload;
    await perform({ verb: "store", address, bucket }, signal, (session) => put(session, payload));
    return address;
  }

  return {
    specification: "v1",
    name: "s3",
    put: store,
    putStream: store,
    get: (address, { config: { maxPayloadBytes }, signal }) =>
      perform(taskOf("read", address), signal, (session) =>
        get(session, address, settings.parallelAboveBytes, maxPayloadBytes),
      ),
    share: (address, { ttlSec, signal }) =>
      perform(taskOf("share", address), signal, (session) => share(session, address, ttlSec)),
    remove: (address, { signal }) =>
      perform(taskOf("remove", address), signal, (session) => remove(session, address)),
  };
}

function taskOf(verb: Task["verb"], { text, namespace }: Address): Task {
  return { verb, address: text, bucket: namespace };
}
