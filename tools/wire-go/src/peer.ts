import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Json } from "@kstash/vectors";

/** What Go refused something with. */
export class PeerError extends Error {
  /** One of the codes of WIRE.md's section 16. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The Go program at work. Data is JSON, with the escapes of the vectors. */
export interface Peer {
  /** Asks one of the questions of peer/questions.go. @throws {PeerError} */
  ask(op: string, fields: object): Promise<Json>;
  close(): Promise<void>;
}

/** @param program what {@link buildPeer} returned */
export function startPeer(program: string): Peer {
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  // Answers come in the order of the questions.
  const waiting: { answer(line: string): void; fail(error: Error): void }[] = [];
  const lines = createInterface(child.stdout);
  lines.on("line", (line) => waiting.shift()!.answer(line));
  lines.on("close", () => {
    for (const { fail } of waiting) fail(new Error("the Go program ended: see its standard error"));
  });
  // Told by the end of its output.
  child.stdin.on("error", () => undefined);
  return {
    async ask(op, fields) {
      const line = await new Promise<string>((answer, fail) => {
        waiting.push({ answer, fail });
        child.stdin.write(`${JSON.stringify({ op, ...fields })}\n`);
      });
      const { result, error } = JSON.parse(line) as Answer;
      if (error) throw new PeerError(error.code, error.message);
      return result;
    },
    async close() {
      const exited = once(child, "close");
      child.stdin.end();
      await exited;
    },
  };
}

interface Answer {
  readonly result: Json;
  readonly error?: { readonly code: string; readonly message: string };
}
