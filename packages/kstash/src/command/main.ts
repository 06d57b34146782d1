import { addAbortSignal, type Readable, type Writable } from "node:stream";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { packageVersion } from "../version.js";
import type { Command } from "./command.js";
import { completion } from "./completion/completion.js";
import { create } from "./create.js";
import { CLOSED_OUTPUT, exitCodeOf, linesOf, UsageError } from "./errors.js";
import { commandHelp, generalHelp } from "./help.js";
import { inspect } from "./inspect.js";
import { message } from "./message.js";
import { OPTIONS, type OptionName, optionOf, type Options, optionsOf } from "./options.js";
import { isClosedOutput, print } from "./output.js";
import { isTerminal, Progress } from "./progress.js";
import { remove } from "./remove.js";
import { retrieve } from "./retrieve.js";
import { share } from "./share.js";

const COMMANDS = new Map<string, Command>(
  Object.entries({ create, retrieve, inspect, share, remove, message }),
);
COMMANDS.set("completion", completion(COMMANDS));

/** What the command is given by the system. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: NodeJS.ProcessEnv;
  /** Fires when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/**
 * The command `kstash`.
 *
 * @returns the exit code: 0, what {@link exitCodeOf} says of an error, or 141 if the output was closed
 *   before everything was printed
 */
export async function main(args: string[], surroundings: Surroundings): Promise<number> {
  const { stdin, stdout, stderr, signal } = surroundings;
  // A failure reaches the one who writes; as an event it would end the process with a stack trace.
  for (const output of [stdout, stderr]) output.on("error", () => {});
  addAbortSignal(signal, stdin).on("error", () => {});
  try {
    await run(args, surroundings);
    return 0;
  } catch (error) {
    if (signal.aborted) return 1;
    if (isClosedOutput(error)) return CLOSED_OUTPUT;
    const lines = linesOf(error);
    if (!lines) throw error;
    // Nobody is left to be told if this fails.
    await print(stderr, lines.map((line) => `kstash: ${line}\n`).join("")).catch(() => {});
    return exitCodeOf(error);
  }
}

async function run(args: string[], surroundings: Surroundings): Promise<void> {
  const { stdin, stdout, stderr, env, signal } = surroundings;
  const { options, operands, help, version } = parse(args);
  const name = operands.shift();
  if (version) return print(stdout, `${await packageVersion()}\n`);
  if (name === undefined) {
    if (help) return print(stdout, generalHelp(COMMANDS));
    throw new UsageError(`which command? ${[...COMMANDS.keys()].join(", ")}`);
  }
  const command = COMMANDS.get(name);
  if (!command) throw new UsageError(`there is no command "${name}"`);
  if (help) return print(stdout, commandHelp(name, command));
  check(name, command, operands, options);

  const inForce = { ...optionsOf(env, command.options), ...options };
  const isQuiet = inForce.quiet || !isTerminal(stderr) || env["TERM"] === "dumb";
  const progress = new Progress(isQuiet ? undefined : stderr);
  try {
    await command.run(operands, inForce, { stdin, stdout, progress, signal });
  } finally {
    progress.end();
  }
}

/** @throws {UsageError} for operands and options that the command does not take */
function check(name: string, command: Command, operands: string[], options: Options): void {
  const required = command.operands.filter((operand) => !operand.startsWith("["));
  if (operands.length < required.length) throw new UsageError(`${name} of what?`);
  const surplus = operands[command.operands.length];
  if (surplus !== undefined) throw new UsageError(`${name} takes no "${surplus}"`);
  for (const option of Object.keys(options) as OptionName[]) {
    if (!command.options.includes(option)) throw new UsageError(`${name} takes no --${option}`);
  }
}

function parse(args: string[]) {
  const names = Object.keys(OPTIONS) as OptionName[];
  const known = names.map((name) => {
    return [name, { type: optionOf(name).value ? "string" : "boolean" }] as const;
  });
  const { values, positionals } = parseArgs({
    args,
    options: {
      ...(Object.fromEntries(known) as NonNullable<ParseArgsConfig["options"]>),
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
    allowPositionals: true,
  });
  const { help, version, ...options } = values;
  return { help, version, options: options as Options, operands: positionals };
}
