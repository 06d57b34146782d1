import type { Readable, Writable } from "node:stream";
import type { OptionName, Options } from "./options.js";
import type { Progress } from "./progress.js";

/** One subcommand of `kstash`. Its help and the completion of shells are made of what it declares. */
export interface Command {
  /** What follows its name: `["NAME", "[FILE]"]`. Those in brackets may be left out. */
  readonly operands: readonly string[];
  /** What it does, in one line. */
  readonly summary: string;
  /** What else its own help says. */
  readonly details?: string;
  /** Lines of shell that start with `$ `, and below each what it prints, `…` standing for anything. */
  readonly examples: string;
  /** The options that it takes. */
  readonly options: readonly OptionName[];
  /** @param operands as many as `operands` asks for */
  run(operands: readonly string[], options: Options, io: CommandIO): Promise<void>;
}

/** What a subcommand reads from and prints to. */
export interface CommandIO {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** For payloads that take a while. */
  readonly progress: Progress;
  /** Fires when the user interrupts the command. */
  readonly signal: AbortSignal;
}
