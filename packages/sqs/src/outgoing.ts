import { InvalidData } from "@kstash/core";
import { LEGACY_SIZE_ATTRIBUTE, SIZE_ATTRIBUTE } from "./aws/pointer.js";
import { referenceIn } from "./body.js";
import type { SendSettings } from "./settings.js";
import { type Attributes, attributesSize, textSize } from "./size.js";

/** A message on its way out, whichever call sends it. */
export interface Outgoing {
  /** For errors: `the message`, `entry "a"`. */
  readonly label: string;
  readonly body: string;
  readonly attributes: Attributes;
  /** What else counts, in bytes: the subject, in SNS. */
  readonly extraBytes: number;
  /** Whether it has to be sent as it is. */
  readonly stays: boolean;
}

/** As the service counts it, in bytes. */
export function sizeOf(message: Outgoing): number {
  return textSize(message.body) + sizeBeside(message);
}

/** What the message takes beside its body, in bytes. */
export function sizeBeside({ attributes, extraBytes }: Outgoing): number {
  return attributesSize(attributes) + extraBytes;
}

/** @throws {InvalidData} for a message that its reader would mistake for one that was offloaded */
export function checkIsData({ label, body, attributes }: Outgoing): void {
  const reserved = [SIZE_ATTRIBUTE, LEGACY_SIZE_ATTRIBUTE].find((name) => name in attributes);
  if (reserved !== undefined) {
    throw new InvalidData(
      `${label} has the attribute ${reserved}, which marks bodies that AWS's extended client has put on S3: give yours another name`,
    );
  }
  const found = referenceIn(body);
  if (found === undefined) return;
  throw new InvalidData(
    `${label} holds ${found} already, which its reader would follow: send the data itself, or send it with a client that has no kstash`,
  );
}

/**
 * @param message one that is to be offloaded
 * @throws {InvalidData} if the service would refuse it even then
 */
export function checkCanOffload(message: Outgoing, { maxBytes, format }: SendSettings): void {
  const { label, attributes } = message;
  const beside = sizeBeside(message);
  if (beside >= maxBytes) {
    throw new InvalidData(
      `the attributes of ${label} have ${beside} bytes, and the service takes ${maxBytes} in all: move data from them to the body, which can be offloaded`,
    );
  }
  const count = Object.keys(attributes).length;
  if (format === "aws" && count >= MAX_ATTRIBUTES) {
    throw new InvalidData(
      `${label} has ${count} attributes; SQS takes ${MAX_ATTRIBUTES}, and AWS's format needs one of them for ${SIZE_ATTRIBUTE}: send one less`,
    );
  }
}

const MAX_ATTRIBUTES = 10;
