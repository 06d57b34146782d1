import { Address, type Backend, Config, type ConfigOptions, type Stored } from "@kstash/core";
import { createHash } from "node:crypto";

export const PAYLOAD = Buffer.from("what was stashed");
export const DIGEST = createHash("md5").update(PAYLOAD).digest("hex");
export const QUERY = "X-Amz-Signature=SECRET&x-id=GetObject";

/** A path-style link to a server on this machine. */
export function linkTo(port: number, { scheme = "http", query = QUERY, path = "" } = {}): string {
  return `${scheme}://127.0.0.1:${port}/stashes/${path || `context.${DIGEST}`}?${query}`;
}

/** One `get`, as core calls it. */
export async function read(
  backend: Backend,
  link: string,
  options: ConfigOptions = {},
  signal?: AbortSignal,
): Promise<Stored | undefined> {
  const config = new Config(options);
  return (await backend.get(Address.parse(link), { config, signal })) as Stored | undefined;
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not reject");
}
