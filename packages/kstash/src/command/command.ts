import type { Readable, Writable } from "node:stream";
import type { OptionName, Options } from "./options.js";

/** One subcommand of `kstash`. */
export interface Command {
  /** What follows its name: `["NAME", "[FILE]"]`. Those in brackets may be left out. */
  readonly operands: readonly string[];
  /** What it does, in one line. */
  readonly summary: string;
  /** What else its own help says. */
  readonly details?: string;
  /** The options that it takes. */
  readonly options: readonly OptionName[];
  /** @param operands as many as `operands` asks for */
  run(operands: readonly string[], options: Options, io: CommandIO): Promise<void>;
}

/** What a subcommand reads from and prints to. */
export interface CommandIO {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Fires when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/** A mistake in the call itself: shown with a pointer to the help. */
export class UsageError extends Error {}
