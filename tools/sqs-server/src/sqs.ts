import { check, md5, type Attribute, type Sent } from "./message.js";
import type { Queue, Queued } from "./queue.js";
import { ServiceError } from "./service-error.js";

/** What the server knows of SQS. */
export interface Queues {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly maxBytes: number;
}

interface Entry {
  readonly Id?: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: Record<string, Attribute>;
  readonly MessageGroupId?: string;
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

interface Request extends Entry {
  readonly QueueUrl?: string;
  readonly Entries?: readonly Entry[];
  readonly MaxNumberOfMessages?: number;
  readonly MessageAttributeNames?: readonly string[];
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
}

/** Performs a call of SQS's JSON protocol. */
export function performSqs(action: string, request: Request, { queues, maxBytes }: Queues): object {
  const queue = queues.get(request.QueueUrl?.split("/").at(-1) ?? "");
  if (!queue) throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
  const { Entries = [], ReceiptHandle = "", VisibilityTimeout = 30 } = request;
  switch (action) {
    case "SendMessage":
      check([sentOf(request)], maxBytes, false);
      return send(queue, request);
    case "SendMessageBatch":
      check(Entries.map(sentOf), maxBytes, true);
      return { Successful: Entries.map((entry) => ({ Id: entry.Id, ...send(queue, entry) })) };
    case "ReceiveMessage": {
      const messages = queue.receive(request.MaxNumberOfMessages ?? 1, VisibilityTimeout);
      return messages.length > 0 ? { Messages: messages.map((each) => show(each, request)) } : {};
    }
    case "DeleteMessage":
      queue.delete(ReceiptHandle);
      return {};
    case "DeleteMessageBatch":
      return each(Entries, (entry) => queue.delete(entry.ReceiptHandle ?? ""));
    case "ChangeMessageVisibility":
      queue.hide(ReceiptHandle, VisibilityTimeout);
      return {};
    case "ChangeMessageVisibilityBatch":
      return each(Entries, (entry) =>
        queue.hide(entry.ReceiptHandle ?? "", entry.VisibilityTimeout ?? 30),
      );
    default:
      throw new ServiceError("UnsupportedOperation", `${action} is not served here.`);
  }
}

function sentOf({ MessageBody = "", MessageAttributes = {}, MessageGroupId }: Entry): Sent {
  return { body: MessageBody, attributes: MessageAttributes, group: MessageGroupId };
}

function send(queue: Queue, entry: Entry): object {
  const message = sentOf(entry);
  return { MessageId: queue.send(message), MD5OfMessageBody: md5(message.body) };
}

function show(message: Queued, request: Request): object {
  const { MessageAttributeNames: names = [] } = request;
  const wanted = [
    ...(request.AttributeNames ?? []),
    ...(request.MessageSystemAttributeNames ?? []),
  ];
  const attributes = Object.entries(message.attributes).filter(
    ([name]) => names.includes("All") || names.includes(name),
  );
  const system = Object.entries({
    ApproximateReceiveCount: String(message.receives),
    ...(message.group !== undefined && { MessageGroupId: message.group }),
  }).filter(([name]) => wanted.includes("All") || wanted.includes(name));
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
  };
}

function each(entries: readonly Entry[], perform: (entry: Entry) => void): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    const { Id } = entry;
    try {
      perform(entry);
      Successful.push({ Id });
    } catch (error) {
      const { code, message } = error as ServiceError;
      Failed.push({ Id, Code: code, Message: message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
