import { declaredIn, hydrateBody, withoutSize } from "./hydrate.js";
import type { ReadOptions } from "./options.js";
import { readEach } from "./read-each.js";
import { type ReadSettings, readSettings } from "./settings.js";

/** A message in an event of SQS, as Lambda passes it. */
export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: { readonly MessageGroupId?: string | undefined } | undefined;
  readonly messageAttributes?: Readonly<Record<string, object>> | undefined;
  readonly eventSourceARN?: string | undefined;
}

/** What Lambda passes to a function that reads a queue: `SQSEvent` of `@types/aws-lambda`. */
export interface SqsEvent {
  Records: SqsRecord[];
}

/** What Lambda passes to a function that is subscribed to a topic: `SNSEvent` of `@types/aws-lambda`. */
export interface SnsEvent {
  Records: { Sns: { Message: string; MessageAttributes: Record<string, object> } }[];
}

/** An event whose messages are as they were before they were offloaded. */
export interface HydratedSqsEvent<E extends SqsEvent> {
  /** With the messages that could be read. */
  readonly event: E;
  /**
   * The others: return them, `{ batchItemFailures }`, from a function whose event source mapping has
   * `ReportBatchItemFailures`, and they alone are delivered again.
   */
  readonly batchItemFailures: { itemIdentifier: string }[];
  /** Why, for each that could not be read. On a FIFO queue those of its group behind it are not among these. */
  readonly failures: { readonly record: E["Records"][number]; readonly error: Error }[];
}

/**
 * Brings back the bodies of an event of SQS. It throws nothing for a message that cannot be read: that
 * one is left out of the event and reported, and on a FIFO queue those of its group behind it as well.
 *
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export async function hydrateSqsEvent<E extends SqsEvent>(
  event: E,
  options: ReadOptions,
): Promise<HydratedSqsEvent<E>> {
  const settings = readSettings(options);
  const { read, left, failures } = await readEach(
    event.Records,
    (record) => hydrateRecord(record, settings),
    ({ attributes, eventSourceARN, messageId }) =>
      eventSourceARN?.endsWith(".fifo") ? attributes?.MessageGroupId : messageId,
  );
  return {
    event: { ...event, Records: read },
    batchItemFailures: left.map(({ messageId }) => ({ itemIdentifier: messageId })),
    failures: failures.map(({ message, error }) => ({ record: message, error })),
  };
}

/**
 * Brings back the messages of an event of SNS.
 *
 * @throws KstashError if one cannot be read: Lambda then delivers the event again
 * @throws {InvalidConfig} for an option that breaks a rule
 */
export async function hydrateSnsEvent<E extends SnsEvent>(
  event: E,
  options: ReadOptions,
): Promise<E> {
  const settings = readSettings(options);
  const hydrateOne = async (record: E["Records"][number]) => {
    const { Message: body, MessageAttributes } = record.Sns;
    const declared = declaredIn(MessageAttributes) as { Value?: string } | undefined;
    const hydrated = await hydrateBody(body, declared?.Value, settings);
    if (!hydrated) return record;
    const attributes = withoutSize(MessageAttributes);
    return {
      ...record,
      Sns: { ...record.Sns, Message: hydrated.body, MessageAttributes: attributes },
    };
  };
  return { ...event, Records: await Promise.all(event.Records.map(hydrateOne)) };
}

async function hydrateRecord(record: SqsRecord, settings: ReadSettings): Promise<SqsRecord> {
  const { body, messageAttributes = {} } = record;
  const declared = declaredIn(messageAttributes) as { stringValue?: string } | undefined;
  const hydrated = await hydrateBody(body, declared?.stringValue, settings);
  if (!hydrated) return record;
  return { ...record, body: hydrated.body, messageAttributes: withoutSize(messageAttributes) };
}
