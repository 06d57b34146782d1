import {
  type Address,
  type BackendContext,
  BackendRemoteError,
  isKstashError,
  redact,
  type Stored,
} from "@kstash/core";
import { setTimeout as sleep } from "node:timers/promises";
import { answerOf } from "./answer.js";
import { endpointOf } from "./endpoint.js";
import { delayBefore, isTransient } from "./failure.js";
import { checkEndpoint } from "./policy.js";
import type { Settings } from "./settings.js";
import { timeLimit } from "./time-limit.js";
import { createTransport } from "./transport.js";

export type Reader = (address: Address, context: BackendContext) => Promise<Stored | undefined>;

/** The `get` of both backends: one link, read within one time limit, repeated where that may help. */
export function createReader(settings: Settings): Reader {
  const exchange = createTransport(settings);

  return async (address, { config, signal }) => {
    signal?.throwIfAborted();
    const subject = redact(address.text);
    const endpoint = endpointOf(address.text, settings.scheme);
    checkEndpoint(endpoint, settings, subject);

    const limit = timeLimit(settings.timeoutMs, signal);
    let cause: unknown;
    try {
      for (let tried = 1; ; tried++) {
        try {
          return await exchange(endpoint, limit.signal, (response) =>
            answerOf(response, { address, subject, maxBytes: config.maxPayloadBytes }),
          );
        } catch (error) {
          if (limit.signal.aborted || isKstashError(error)) throw error;
          cause = error;
          const delay = delayBefore(tried, error);
          if (!isTransient(error) || tried > settings.retries || delay >= limit.leftMs()) {
            throw failed(subject, tried, error);
          }
          await sleep(delay, undefined, { signal: limit.signal });
        }
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (!limit.signal.aborted) throw error;
      throw new BackendRemoteError(
        `could not read ${subject} in ${settings.timeoutMs} ms: ${settings.scheme}({ timeoutMs }) allows more`,
        { cause },
      );
    } finally {
      limit.clear();
    }
  };
}

function failed(subject: string, tried: number, cause: unknown): BackendRemoteError {
  // Where a name has several addresses, Node's error of errors has a code and no message.
  const { message, code } = cause as NodeJS.ErrnoException;
  const why = message || code || "no reason given";
  const times = tried > 1 ? ` (tried ${tried} times)` : "";
  return new BackendRemoteError(`could not read ${subject}: ${why}${times}`, { cause });
}
