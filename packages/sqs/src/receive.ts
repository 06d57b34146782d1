import { SIZE_ATTRIBUTES } from "./aws/pointer.js";
import { declaredIn, hydrateBody, withoutSize } from "./hydrate.js";
import type { ReceivedMessage } from "./options.js";
import { readEach } from "./read-each.js";
import { markHandle } from "./receipt-handle.js";
import type { Settings } from "./settings.js";

interface Input {
  readonly QueueUrl?: string;
  readonly MessageAttributeNames?: readonly string[];
}

/** The call as it is sent: the sizes that AWS's format declares are asked for as well. */
export function askForSizes<T extends Input>(input: T, { aws }: Settings): T {
  if (aws.buckets.length === 0) return input;
  const names = new Set([...(input.MessageAttributeNames ?? []), ...SIZE_ATTRIBUTES]);
  return { ...input, MessageAttributeNames: [...names] };
}

/**
 * The messages as they were before they were offloaded. Those that cannot be read are reported and left
 * out, and on a FIFO queue those of their group behind them as well.
 */
export async function hydrateMessages(
  messages: readonly ReceivedMessage[],
  { QueueUrl = "" }: Input,
  settings: Settings,
): Promise<ReceivedMessage[]> {
  const isFifo = QueueUrl.endsWith(".fifo");
  const { read, failures } = await readEach(
    messages,
    (message) => hydrateMessage(message, settings),
    ({ Attributes, MessageId }) => (isFifo ? Attributes?.["MessageGroupId"] : MessageId),
  );
  for (const { message, error } of failures) await settings.onError(error, message);
  return read;
}

async function hydrateMessage(
  message: ReceivedMessage,
  settings: Settings,
): Promise<ReceivedMessage> {
  const { Body = "", MessageAttributes = {}, ReceiptHandle = "" } = message;
  const declared = declaredIn(MessageAttributes) as { StringValue?: string } | undefined;
  const hydrated = await hydrateBody(Body, declared?.StringValue, settings);
  if (!hydrated) return message;
  return {
    ...message,
    Body: hydrated.body,
    ...(declared && { MessageAttributes: withoutSize(MessageAttributes) }),
    ...(settings.release && { ReceiptHandle: markHandle(ReceiptHandle, hydrated.origins) }),
  };
}
