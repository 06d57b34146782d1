import { afterAll, beforeAll, describe } from "@jest/globals";
import type { Json } from "@kstash/vectors";
import { buildPeer, type Peer, startPeer } from "../src/index.js";

const program = buildPeer();
if (program === undefined && process.env["CI"]) throw new Error("CI has to have Go");

/** As `describe`; skipped, loudly, where there is no Go. */
export const describeGo = program === undefined ? describe.skip : describe;

/** The Go program, for the tests of one `describe`. */
export function peer(): { ask<Answer = Json>(op: string, fields: object): Promise<Answer> } {
  let process: Peer;
  beforeAll(() => {
    process = startPeer(program!);
  });
  afterAll(() => process.close());
  return {
    ask: async <Answer>(op: string, fields: object) => (await process.ask(op, fields)) as Answer,
  };
}

/** What Go says of bytes. */
export interface Encoded {
  readonly bytes: string;
  readonly md5: string;
  readonly sha256: string;
}

/** What Go says of an address. */
export interface Described {
  readonly scheme: string;
  readonly namespace: string;
  readonly name: string;
  readonly digest: string;
  readonly query: string;
  readonly key: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a task ends in: its result, or the code of what it is refused with. */
export async function outcomeOf<T>(task: () => T | Promise<T>): Promise<T | { code: string }> {
  try {
    return await task();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    return { code };
  }
}
