import { SIZE_ATTRIBUTES } from "./aws/pointer.js";
import { keepOrder } from "./fifo.js";
import { declaredIn, hydrateBody, withoutSize } from "./hydrate.js";
import type { ReceivedMessage } from "./options.js";
import { mapParallel } from "./parallel.js";
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
 * The messages as they were before they were offloaded. One that cannot be read is reported and left
 * out, which does not concern its neighbours; on a FIFO queue it holds back those of its group behind it.
 */
export async function hydrateMessages(
  messages: readonly ReceivedMessage[],
  { QueueUrl = "" }: Input,
  settings: Settings,
): Promise<ReceivedMessage[]> {
  const hydrated = await mapParallel(messages, (message) => tryToHydrate(message, settings));
  if (!QueueUrl.endsWith(".fifo")) return hydrated.filter((message) => message !== undefined);
  const failed = new Set(messages.filter((_, index) => hydrated[index] === undefined));
  const mayPass = keepOrder(
    messages,
    (message) => failed.has(message),
    (message) => message.Attributes?.["MessageGroupId"],
  );
  return hydrated.filter(
    (message, index) => message !== undefined && mayPass[index],
  ) as ReceivedMessage[];
}

async function tryToHydrate(
  message: ReceivedMessage,
  settings: Settings,
): Promise<ReceivedMessage | undefined> {
  try {
    return await hydrate(message, settings);
  } catch (error) {
    await settings.onError(error as Error, message);
    return undefined;
  }
}

async function hydrate(message: ReceivedMessage, settings: Settings): Promise<ReceivedMessage> {
  const { Body = "", MessageAttributes = {}, ReceiptHandle = "" } = message;
  const declared = declaredIn(MessageAttributes) as { StringValue?: string } | undefined;
  const hydrated = await hydrateBody(
    { body: Body, declaredBytes: declared?.StringValue },
    settings,
  );
  if (!hydrated) return message;
  return {
    ...message,
    Body: hydrated.body,
    ...(declared && { MessageAttributes: withoutSize(MessageAttributes) }),
    ...(settings.release && { ReceiptHandle: markHandle(ReceiptHandle, hydrated.origins) }),
  };
}
