import { clearLine, cursorTo } from "node:readline";

/** Says on standard error how far it has come: on one line of a terminal, or now and then in a log. */
export class Progress {
  readonly #start = performance.now();
  #last = -Infinity;

  /** A line that stays. */
  done(text: string): void {
    this.#clear();
    process.stderr.write(`${this.#clock()} ${text}\n`);
  }

  /** A line that the next one replaces. */
  show(text: string): void {
    const now = performance.now();
    const { isTTY } = process.stderr;
    if (now - this.#last < (isTTY ? 100 : 10_000)) return;
    this.#last = now;
    this.#clear();
    process.stderr.write(`${this.#clock()} ${text}${isTTY ? "" : "\n"}`);
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  #clear(): void {
    if (!process.stderr.isTTY) return;
    clearLine(process.stderr, 0);
    cursorTo(process.stderr, 0);
  }

  #clock(): string {
    const seconds = Math.round(this.seconds);
    return `[${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}]`;
  }
}
