import {
  hydrateSnsEvent,
  hydrateSqsEvent,
  type SnsEvent,
  type SqsEvent,
  type SqsRecord,
} from "./lambda.js";
import type { ReadOptions } from "./options.js";
import { warnUnread } from "./warnings.js";

/** How a Lambda function reads large messages. */
export interface LambdaOptions extends ReadOptions {
  /**
   * Whether the event source mapping has `ReportBatchItemFailures`, so that a message that cannot be
   * read is delivered again alone. Without it Lambda would take that message for done, and so the whole
   * batch fails. Default: false.
   */
  readonly reportBatchItemFailures?: boolean | undefined;
  /**
   * Told about each message that could not be read, where the others are handled all the same. Default:
   * a warning of the process (`process.emitWarning`).
   */
  readonly onError?: ((error: Error, record: SqsRecord) => unknown) | undefined;
}

/** What a middleware of Middy is given. */
export interface MiddyRequest {
  event: unknown;
  response: unknown;
}

/** What a function answers whose event source mapping has `ReportBatchItemFailures`. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * A middleware of Middy for a function that reads a queue or a topic: its handler gets each message as
 * it was before it was offloaded.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export function hydrateLambda(options: LambdaOptions) {
  const { onError = (error, { messageId }) => warnUnread(error, messageId) } = options;
  const failed = new WeakMap<object, BatchResponse["batchItemFailures"]>();
  return {
    /** @throws KstashError for a message that cannot be read, without `reportBatchItemFailures` */
    async before(request: MiddyRequest): Promise<BatchResponse | undefined> {
      if (isSnsEvent(request.event)) {
        request.event = await hydrateSnsEvent(request.event, options);
        return undefined;
      }
      const hydrated = await hydrateSqsEvent(request.event as SqsEvent, options);
      const { event, batchItemFailures, failures } = hydrated;
      if (failures[0] && !options.reportBatchItemFailures) throw failures[0].error;
      for (const { record, error } of failures) await onError(error, record);
      // With nothing left to handle, this is what the function answers.
      if (event.Records.length === 0) return { batchItemFailures };
      failed.set(request, batchItemFailures);
      request.event = event;
      return undefined;
    },
    after(request: MiddyRequest): void {
      const ours = failed.get(request) ?? [];
      if (ours.length === 0) return;
      const theirs = (request.response as BatchResponse | undefined)?.batchItemFailures ?? [];
      request.response = { batchItemFailures: [...theirs, ...ours] };
    },
  };
}

function isSnsEvent(event: unknown): event is SnsEvent {
  return (event as { Records?: { Sns?: object }[] }).Records?.[0]?.Sns !== undefined;
}
