import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface ChildOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of Node's own. */
  readonly flags?: readonly string[];
}

/** A process that runs a script of `src/children`, and says one line of JSON at a time. */
export class Child<Line> {
  readonly lines: Line[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<[[number | null], unknown]>;

  constructor(script: string, { args = [], env = {}, flags = [] }: ChildOptions = {}) {
    const path = fileURLToPath(new URL(`children/${script}.ts`, import.meta.url));
    const hooks = "--import=@kstash/jest/typescript";
    const options = ["--conditions=@kstash/source", hooks, ...flags];
    this.#process = spawn(process.execPath, [...options, path, ...args], {
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const output = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
    output.on("line", (line) => {
      this.#process.emit("said", this.lines.push(JSON.parse(line) as Line));
    });
    this.#ended = Promise.all([
      once(this.#process, "exit") as Promise<[number | null]>,
      once(output, "close"),
    ]);
  }

  /** When it has said so many lines. */
  async said(count: number): Promise<void> {
    while (this.lines.length < count) await once(this.#process, "said");
  }

  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }

  /** Ends its standard input, by which some scripts know that they are done. */
  async end(): Promise<void> {
    this.#process.stdin?.end();
    await this.#ended;
  }

  /** What it said until its end. */
  async result(): Promise<Line[]> {
    const [[code]] = await this.#ended;
    if (code !== 0) throw new Error(`the child process ended with ${code}`);
    return this.lines;
  }
}
