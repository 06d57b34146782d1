import { isPointer, type S3Pointer } from "./aws/pointer.js";

/** Where a body was kept: the address of a stash, or an object that AWS's extended client wrote. */
export type Origin = string | S3Pointer;

const marked = /^kstash1\.([\w-]*)\.(.*)$/s;

/**
 * A receipt handle that says what to release once its message is deleted, so that any process may do
 * it. The list is base64url, which holds no dot: whatever the queue's own handle consists of, it is
 * what follows the second one.
 */
export function markHandle(handle: string, origins: readonly Origin[]): string {
  return `kstash1.${Buffer.from(JSON.stringify(origins)).toString("base64url")}.${handle}`;
}

/** The queue's own handle, and what was kept elsewhere. A handle that is not marked is returned as it is. */
export function unmarkHandle(text: string): { handle: string; origins: readonly Origin[] } {
  const [, list = "", handle = text] = marked.exec(text) ?? [];
  return { handle, origins: list === "" ? [] : parse(list) };
}

function parse(list: string): Origin[] {
  try {
    const origins = JSON.parse(Buffer.from(list, "base64url").toString()) as unknown;
    return (origins as unknown[]).filter(isOrigin);
  } catch {
    return []; // Not ours: the message can still be deleted.
  }
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === "string" || isPointer(value);
}
