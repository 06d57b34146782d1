import { randomUUID } from "node:crypto";
import type { Sent } from "./message.js";
import { ServiceError } from "./service-error.js";

/** A message in a queue. */
export interface Queued extends Sent {
  readonly id: string;
  receives: number;
  visibleAt: number;
  handle: string;
}

/** A queue: its messages in the order in which they were sent. */
export class Queue {
  readonly messages: Queued[] = [];

  send(message: Sent): string {
    const id = randomUUID();
    this.messages.push({ ...message, id, receives: 0, visibleAt: 0, handle: "" });
    return id;
  }

  receive(most: number, visibilitySec: number): Queued[] {
    const visible = this.messages.filter(({ visibleAt }) => visibleAt <= Date.now()).slice(0, most);
    for (const message of visible) {
      message.receives += 1;
      message.visibleAt = Date.now() + visibilitySec * 1000;
      // Whatever a handle consists of, clients have to give it back as it is.
      message.handle = `${randomUUID()}#-..s3Key..-kstash1.e30./+=é"${message.receives}`;
    }
    return visible;
  }

  delete(handle: string): void {
    this.messages.splice(this.messages.indexOf(this.find(handle)), 1);
  }

  hide(handle: string, visibilitySec: number): void {
    this.find(handle).visibleAt = Date.now() + visibilitySec * 1000;
  }

  private find(handle: string): Queued {
    const found = this.messages.find((message) => message.handle === handle);
    if (found) return found;
    const text = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new ServiceError("ReceiptHandleIsInvalid", text);
  }
}
