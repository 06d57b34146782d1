import { InvalidData } from "@kstash/core";
import { putBody } from "./aws/objects.js";
import { formatPointer, SIZE_ATTRIBUTE, sizeAttribute } from "./aws/pointer.js";
import { isObject } from "./body.js";
import type { Outgoing } from "./outgoing.js";
import { createMessages, referenceTo } from "@kstash/messages";
import type { Settings } from "./settings.js";
import { textSize } from "./size.js";

/**
 * Puts a message's body elsewhere, and gives the message that is sent in its place.
 *
 * @param budget what the body may have at most where some of its fields are enough, in bytes
 */
export async function storeBody(
  message: Outgoing,
  budget: number,
  settings: Settings,
  signal: AbortSignal,
): Promise<Outgoing> {
  if (settings.format === "aws") return storeForAws(message, settings, signal);
  const json = settings.fields && parseExact(message.body);
  return {
    ...message,
    body: await (json
      ? storeFields(json, budget, settings, signal)
      : storeText(message.body, settings, signal)),
  };
}

async function storeText(body: string, settings: Settings, signal: AbortSignal): Promise<string> {
  const { kstash, config, namespace, name } = settings;
  const { address } = await kstash.create(name(), body, { namespace, config, signal });
  return JSON.stringify(referenceTo(address));
}

async function storeFields(
  json: object,
  budget: number,
  settings: Settings,
  signal: AbortSignal,
): Promise<string> {
  const { kstash, config, namespace, name, fields } = settings;
  const messages = createMessages({ kstash, config, namespace, name: name(), fields });
  return JSON.stringify(await messages.offload(json, { overBytes: Math.max(budget, 0), signal }));
}

/** The object that a body is in JSON, unless some of its text would be lost (`1.0`, a key that comes twice). */
function parseExact(body: string): object | undefined {
  try {
    const json = JSON.parse(body) as unknown;
    return isObject(json) && JSON.stringify(json) === body ? json : undefined;
  } catch {
    return undefined;
  }
}

async function storeForAws(
  message: Outgoing,
  settings: Settings,
  signal: AbortSignal,
): Promise<Outgoing> {
  const { body, attributes, label } = message;
  // UTF-8 has no lone surrogates: they would come back as another character.
  if (!body.isWellFormed())
    throw new InvalidData(`the body of ${label} is not well-formed Unicode`);
  const pointer = await putBody(body, settings.namespace, settings.aws, signal);
  return {
    ...message,
    body: formatPointer(pointer),
    attributes: { ...attributes, [SIZE_ATTRIBUTE]: sizeAttribute(textSize(body)) },
  };
}
