import { createHash } from "node:crypto";
import { ServiceError } from "./service-error.js";

/** A message attribute; a binary value is base64, as JSON carries it. */
export interface Attribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** What is sent: the part of a call, or of a batch's entry, that is one message. */
export interface Sent {
  readonly body: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly group?: string | undefined;
}

/** As the services count it, in bytes: the body, and each attribute's name, type and value. */
export function sizeOf({ body, attributes }: Sent): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    size += Buffer.byteLength(StringValue ?? "");
    size += Buffer.from(BinaryValue ?? "", "base64").length;
  }
  return size;
}

/** @throws {ServiceError} for what the services refuse */
export function check(messages: readonly Sent[], maxBytes: number, isBatch: boolean): void {
  for (const message of messages) {
    if (message.body === "") throw new ServiceError("MissingParameter", "The message is empty.");
    if (Object.keys(message.attributes).length > 10) {
      throw new ServiceError("InvalidParameterValue", "Number of message attributes exceeds 10.");
    }
    if (sizeOf(message) <= maxBytes) continue;
    const text = `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`;
    throw new ServiceError("InvalidParameterValue", text);
  }
  const total = messages.reduce((sum, message) => sum + sizeOf(message), 0);
  if (!isBatch || total <= maxBytes) return;
  const text = `Batch requests cannot be longer than ${maxBytes} bytes. You have sent ${total} bytes.`;
  throw new ServiceError("AWS.SimpleQueueService.BatchRequestTooLong", text);
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
