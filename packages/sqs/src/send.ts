import { fit } from "./fit-messages.js";
import type { Outgoing } from "./outgoing.js";
import type { Settings } from "./settings.js";
import { type Attributes, textSize } from "./size.js";

/** Where a call that sends has its messages, and what the service takes by default, in bytes. */
const calls = {
  SendMessageCommand: { body: "MessageBody", list: undefined, usualMaxBytes: 1_048_576 },
  SendMessageBatchCommand: { body: "MessageBody", list: "Entries", usualMaxBytes: 1_048_576 },
  PublishCommand: { body: "Message", list: undefined, usualMaxBytes: 262_144 },
  PublishBatchCommand: {
    body: "Message",
    list: "PublishBatchRequestEntries",
    usualMaxBytes: 262_144,
  },
} as const;

type Input = Readonly<Record<string, unknown>>;

/** The call as it is sent, with what is too large for it offloaded. */
export async function offloadInput(
  command: keyof typeof calls,
  input: Input,
  settings: Settings,
): Promise<Input> {
  const { body, list, usualMaxBytes } = calls[command];
  const entries = list === undefined ? [input] : ((input[list] ?? []) as Input[]);
  const messages = entries.map((entry) => outgoing(entry, body));
  const maxBytes = settings.maxBytes ?? usualMaxBytes;
  const overBytes = settings.overBytes ?? maxBytes;
  const fitted = await fit(messages, { ...settings, maxBytes, overBytes });
  const sent = entries.map((entry, index) => {
    const message = fitted[index]!;
    if (message === messages[index]) return entry;
    return { ...entry, [body]: message.body, MessageAttributes: message.attributes };
  });
  return list === undefined ? sent[0]! : { ...input, [list]: sent };
}

function outgoing(entry: Input, body: string): Outgoing {
  const {
    [body]: text,
    MessageAttributes = {},
    Id,
    Subject = "",
    MessageStructure,
    PhoneNumber,
  } = entry;
  return {
    label: Id === undefined ? "the message" : `entry ${JSON.stringify(Id)}`,
    body: typeof text === "string" ? text : "", // The SDK says what is wrong with any other.
    attributes: MessageAttributes as Attributes,
    extraBytes: textSize(String(Subject)),
    // A text for each protocol, or for a telephone: nobody there follows a reference.
    stays: MessageStructure !== undefined || PhoneNumber !== undefined || !text,
  };
}
