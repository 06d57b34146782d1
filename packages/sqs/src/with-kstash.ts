import { InvalidConfig } from "@kstash/core";
import type { KstashOptions, ReceivedMessage } from "./options.js";
import { askForSizes, hydrateMessages } from "./receive.js";
import { releaseDeleted, withQueueHandles } from "./receipts.js";
import { offloadInput } from "./send.js";
import { type Settings, settingsOf } from "./settings.js";

/** The part of the AWS SDK's `SQSClient` and `SNSClient` that is used. */
export interface AwsClient {
  readonly middlewareStack: {
    add(middleware: never, options: object): void;
    identify(): string[];
  };
}

/** What a command of the SDK is given, and what it answers. */
type Input = Readonly<Record<string, unknown>>;
interface Result {
  readonly output: Input;
}

const NAME = "kstash";

/**
 * Adds kstash to a client of the AWS SDK, and returns that client. From then on it sends messages that
 * are larger than the service takes, and receives them as they were.
 *
 * @param client an `SQSClient` or an `SNSClient`, or one of a class derived from them
 * @throws {InvalidConfig} for an option that breaks a rule, or a client that has kstash already
 */
export function withKstash<C extends AwsClient>(client: C, options: KstashOptions): C {
  const settings = settingsOf(options);
  const { middlewareStack } = client;
  if (middlewareStack.identify().some((name) => name.startsWith(`${NAME} `))) {
    throw new InvalidConfig("the client has kstash already: call withKstash once for each client");
  }
  const middleware =
    (next: (args: { input: Input }) => Promise<Result>, context: { commandName?: string }) =>
    (args: { input: Input }) =>
      perform(context.commandName, args.input, (input) => next({ ...args, input }), settings);
  // Outermost: the SDK retries, logs and checks (MD5) what really goes over the wire.
  const place = { name: NAME, step: "initialize", priority: "high" };
  middlewareStack.add(middleware as never, place);
  return client;
}

async function perform(
  command: string | undefined,
  input: Input,
  send: (input: Input) => Promise<Result>,
  settings: Settings,
): Promise<Result> {
  switch (command) {
    case "SendMessageCommand":
    case "SendMessageBatchCommand":
    case "PublishCommand":
    case "PublishBatchCommand":
      return send(await offloadInput(command, input, settings));

    case "ReceiveMessageCommand": {
      const result = await send(askForSizes(input, settings));
      const { Messages = [], ...output } = result.output as { Messages?: ReceivedMessage[] };
      const messages = await hydrateMessages(Messages, input, settings);
      return {
        ...result,
        output: { ...output, ...(messages.length > 0 && { Messages: messages }) },
      };
    }

    case "DeleteMessageCommand":
    case "DeleteMessageBatchCommand": {
      const result = await send(withQueueHandles(input));
      if (settings.release) await releaseDeleted(input, result.output, settings);
      return result;
    }

    case "ChangeMessageVisibilityCommand":
    case "ChangeMessageVisibilityBatchCommand":
      return send(withQueueHandles(input));

    default:
      return send(input);
  }
}
