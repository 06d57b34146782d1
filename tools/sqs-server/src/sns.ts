import { randomUUID } from "node:crypto";
import { type Attribute, check, type Sent } from "./message.js";
import type { Queue } from "./queue.js";
import { ServiceError } from "./service-error.js";

/** A queue that gets what is published to a topic: in an envelope, or as it is. */
export interface Subscription {
  readonly queue: Queue;
  readonly raw: boolean;
}

/** What the server knows of SNS. */
export interface Topics {
  readonly topics: ReadonlyMap<string, readonly Subscription[]>;
  readonly maxBytes: number;
}

/** Performs a call of SNS's query protocol. Returns the XML of its answer. */
export function performSns(form: URLSearchParams, { topics, maxBytes }: Topics): string {
  const action = form.get("Action") ?? "";
  const arn = form.get("TopicArn") ?? "";
  const subscriptions = topics.get(arn);
  if (!subscriptions) throw new ServiceError("NotFound", "Topic does not exist");
  const isBatch = action === "PublishBatch";
  if (!isBatch && action !== "Publish") {
    throw new ServiceError("InvalidAction", `${action} is not served here.`);
  }
  const list = "PublishBatchRequestEntries.member.";
  const prefixes = isBatch ? numbered(form, list, "Id") : [""];
  check(
    prefixes.map((prefix) => sentOf(form, prefix)),
    maxBytes,
    isBatch,
  );
  const results = prefixes.map((prefix) => {
    const MessageId = publish(sentOf(form, prefix), arn, subscriptions);
    const id = isBatch ? `<Id>${form.get(`${prefix}Id`)}</Id>` : "";
    return `${id}<MessageId>${MessageId}</MessageId>`;
  });
  const result = isBatch
    ? `<Successful>${results.map((each) => `<member>${each}</member>`).join("")}</Successful><Failed/>`
    : results.join("");
  return `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result></${action}Response>`;
}

function publish(message: Sent, arn: string, subscriptions: readonly Subscription[]): string {
  const MessageId = randomUUID();
  for (const { queue, raw } of subscriptions) {
    queue.send(raw ? message : { body: envelope(message, arn, MessageId), attributes: {} });
  }
  return MessageId;
}

/** What arrives in a queue without raw message delivery. */
function envelope({ body, attributes }: Sent, TopicArn: string, MessageId: string): string {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType, Value: StringValue ?? BinaryValue },
    ]),
  );
  const notification = { Type: "Notification", MessageId, TopicArn, Message: body };
  return JSON.stringify({ ...notification, MessageAttributes }, null, 2);
}

function sentOf(form: URLSearchParams, prefix: string): Sent {
  const attributes = numbered(form, `${prefix}MessageAttributes.entry.`, "Name").map((entry) => {
    const value = (name: string) => form.get(`${entry}Value.${name}`) ?? undefined;
    const attribute = {
      DataType: value("DataType"),
      StringValue: value("StringValue"),
      BinaryValue: value("BinaryValue"),
    };
    return [form.get(`${entry}Name`), attribute as Attribute];
  });
  const body = form.get(`${prefix}Message`) ?? "";
  return { body, attributes: Object.fromEntries(attributes) as Sent["attributes"] };
}

/** The prefixes of a list's entries: `list.1.`, `list.2.`. */
function numbered(form: URLSearchParams, list: string, key: string): string[] {
  const prefixes: string[] = [];
  while (form.has(`${list}${prefixes.length + 1}.${key}`)) {
    prefixes.push(`${list}${prefixes.length + 1}.`);
  }
  return prefixes;
}
