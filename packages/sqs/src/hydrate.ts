import { StashCorrupted } from "@kstash/core";
import { createMessages, findReferences } from "@kstash/messages";
import { getBody } from "./aws/objects.js";
import { readPointer, SIZE_ATTRIBUTES } from "./aws/pointer.js";
import { isObject, parseBody, toJson } from "./body.js";
import type { Origin } from "./receipt-handle.js";
import type { ReadSettings } from "./settings.js";

/** A body with everything back that it referred to, and where that is kept. */
export interface Hydrated {
  readonly body: string;
  readonly origins: readonly Origin[];
}

/**
 * Brings back what a body refers to.
 *
 * @param declaredBytes what the attribute of AWS's format says about the length of the body
 * @returns `undefined` for a body that refers to nothing, which is to be left as it is
 * @throws KstashError if it cannot be brought back: a pointer is never handed on as data
 */
export async function hydrateBody(
  body: string,
  declaredBytes: string | undefined,
  settings: ReadSettings,
): Promise<Hydrated | undefined> {
  const parsed = parseBody(body);
  const pointer = readPointer(parsed);
  if (pointer === "malformed" || (declaredBytes !== undefined && !pointer)) {
    throw new StashCorrupted(
      "the message says that its body is on S3, as AWS's extended client writes it, and the body is no such pointer",
    );
  }
  if (pointer) {
    const bytes = declaredBytes === undefined ? undefined : Number(declaredBytes);
    return { body: await getBody(pointer, bytes, settings.aws), origins: [pointer] };
  }
  if (!isObject(parsed)) return undefined;
  if (isNotification(parsed)) return hydrateNotification(parsed, settings);
  return hydrateReferences(parsed, settings);
}

async function hydrateReferences(
  message: object,
  { kstash, config, aws }: ReadSettings,
): Promise<Hydrated | undefined> {
  const references = findReferences(message);
  const [first] = references;
  if (!first) return undefined;
  const origins = references.map(({ address }) => address.text);
  if (first.path.length > 0) {
    const { hydrate } = createMessages({ kstash, config });
    const maxBytes = aws.maxPayloadBytes;
    return { body: toJson(await hydrate(message, { maxBytes })), origins };
  }
  // The body as a whole, which comes back to the letter.
  const { data } = await kstash.retrieve(first.address, { config });
  return { body: typeof data === "string" ? data : toJson(data), origins };
}

/** What SNS sends to a queue without raw message delivery: the message is inside. */
interface Notification {
  readonly Type: "Notification";
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value?: string }>>;
}

function isNotification(value: object): value is Notification {
  const { Type, TopicArn, Message } = value as Record<string, unknown>;
  return Type === "Notification" && typeof TopicArn === "string" && typeof Message === "string";
}

async function hydrateNotification(
  notification: Notification,
  settings: ReadSettings,
): Promise<Hydrated | undefined> {
  const { Message: body, MessageAttributes = {} } = notification;
  const declaredBytes = declaredIn(MessageAttributes)?.Value;
  const hydrated = await hydrateBody(body, declaredBytes, settings);
  if (!hydrated) return undefined;
  return {
    ...hydrated,
    body: JSON.stringify({
      ...notification,
      Message: hydrated.body,
      ...(declaredBytes !== undefined && { MessageAttributes: withoutSize(MessageAttributes) }),
    }),
  };
}

/** The attribute that AWS's format adds to a message, in whichever form the attributes are. */
export function declaredIn<T>(attributes: Readonly<Record<string, T>> = {}): T | undefined {
  const name = SIZE_ATTRIBUTES.find((name) => Object.hasOwn(attributes, name));
  return name === undefined ? undefined : attributes[name];
}

/** The attributes as the sender gave them. */
export function withoutSize<T>(attributes: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name]) => !SIZE_ATTRIBUTES.includes(name)),
  );
}
