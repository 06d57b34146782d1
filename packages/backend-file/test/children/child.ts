import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** `{ repeat: n }` stands for a string of n characters. */
export type Operation =
  ["create", name: string, data: unknown] | ["retrieve" | "remove", address: string];

/** What a child says of an operation. */
export interface Line {
  readonly address?: string;
  readonly data?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** With TRACE: `"sync"` or `"rename"`, and what of. */
  readonly call?: string;
  readonly path?: string;
}

export interface ChildOptions {
  readonly env?: Record<string, string>;
  readonly uid?: number | undefined;
}

/** A process that runs operations on a root, as `children/worker.js` does. */
export class Child {
  readonly lines: Line[] = [];
  readonly process: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(folder: string, root: string, operations: Operation[], options: ChildOptions = {}) {
    const script = ["--import", "./park.js", join(folder, "worker.js")];
    this.process = spawn(
      process.execPath,
      [...script, root, ...operations.map((operation) => JSON.stringify(operation))],
      {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: "", ...options.env },
        stdio: ["ignore", "pipe", "inherit"],
        ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
      },
    );
    const output = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    output.on("line", (line) => {
      if (line === "parked") this.process.emit("parked");
      else this.process.emit("said", this.lines.push(JSON.parse(line) as Line));
    });
    this.#ended = Promise.all([once(this.process, "exit"), once(output, "close")]);
  }

  /** When it stands at the step that PARK_AT names. */
  async parked(): Promise<void> {
    await once(this.process, "parked");
  }

  /** When it has said so many lines. */
  async said(count: number): Promise<void> {
    while (this.lines.length < count) await once(this.process, "said");
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.#ended;
  }

  /** What it said until its end. */
  async result(): Promise<Line[]> {
    await this.#ended;
    return this.lines;
  }
}
