import type { Writable } from "node:stream";
import type { WriteStream } from "node:tty";

/** Counts bytes as they pass. */
export type Count = (bytes: number) => void;

/** A terminal. `columns` is how wide it is. */
export type Terminal = Writable & { readonly columns?: number };

export function isTerminal(output: Writable): output is Terminal {
  return (output as Partial<WriteStream>).isTTY === true;
}

/** One thing that is done with the bytes of a payload: reading them, storing them. */
interface Part {
  readonly verb: string;
  readonly total: number | undefined;
  readonly since: number;
  passed: number;
}

const EVERY_MS = 250;

/**
 * How far a payload has come, on one line of a terminal: `storing 12.0 MiB of 3.4 GiB (0 %), 48.1 MiB/s`.
 * What is over in a moment shows nothing.
 */
export class Progress {
  readonly #terminal: Terminal | undefined;
  #part: Part | undefined;
  #timer: NodeJS.Timeout | undefined;
  #shown = false;

  /** @param terminal without one, nothing is shown */
  constructor(terminal?: Terminal) {
    this.#terminal = terminal;
  }

  /** Begins the next part. `total` is `undefined` where nobody knows it. */
  begin(verb: string, total?: number): Count {
    const part: Part = { verb, total, since: performance.now(), passed: 0 };
    this.#part = part;
    if (this.#terminal) this.#timer ??= setInterval(() => this.#draw(), EVERY_MS).unref();
    return (bytes) => void (part.passed += bytes);
  }

  /** Clears the line, for what is printed next. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#shown) this.#terminal?.write("\r\x1b[K");
    this.#shown = false;
  }

  #draw(): void {
    if (!this.#terminal || !this.#part) return;
    const { columns = 80 } = this.#terminal;
    const line = describe(this.#part, performance.now());
    this.#terminal.write(`\r${line.slice(0, columns - 1)}\x1b[K`);
    this.#shown = true;
  }
}

/** Passes chunks on, and counts them. */
export async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  count: Count,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

function describe({ verb, total, since, passed }: Part, now: number): string {
  const rate = (passed * 1000) / Math.max(now - since, 1);
  // What is sent once more after a failure is counted once more.
  const done = Math.min(passed, total ?? Infinity);
  const share =
    total === undefined ? "" : ` of ${size(total)} (${Math.floor((100 * done) / total || 0)} %)`;
  return `${verb} ${size(done)}${share}, ${size(rate)}/s`;
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
