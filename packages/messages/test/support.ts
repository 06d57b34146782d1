import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash } from "@kstash/core";
import { createMessages, type MessagesOptions } from "../src/index.js";

/** A real memory, what was asked of it, and the messages that are kept there. */
export function setUp(options: Partial<MessagesOptions> = {}, over: Partial<Backend> = {}) {
  const memory = mem();
  const calls = { put: 0, get: 0, remove: 0 };
  const backend: Backend = {
    ...memory,
    put: (payload, context) => {
      calls.put += 1;
      return (over.put ?? memory.put!)(payload, context);
    },
    get: (address, context) => {
      calls.get += 1;
      return (over.get ?? memory.get)(address, context);
    },
    remove: (address, context) => {
      calls.remove += 1;
      return (over.remove ?? memory.remove!)(address, context);
    },
  };
  const kstash = createKstash({ codecs: [cbor], config: { backends: [inline(), backend] } });
  const messages = createMessages({ kstash, overBytes: 1000, ...options });
  return { ...messages, kstash, calls, memory };
}

/** The size of a message as it is sent. */
export function bytesOf(message: unknown): number {
  return Buffer.byteLength(JSON.stringify(message));
}

/** As the receiver has it. */
export function sent<T>(message: T): T {
  return JSON.parse(JSON.stringify(message)) as T;
}
