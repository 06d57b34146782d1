import { addAbortSignal, type Writable } from "node:stream";
import { parseArgs } from "node:util";
import { isKstashError } from "@kstash/core";
import { type Command, type CommandIO, UsageError } from "./command.js";
import { create } from "./create.js";
import { commandHelp, generalHelp } from "./help.js";
import { OPTIONS, type OptionName } from "./options.js";
import { isClosedOutput, print } from "./output.js";
import { remove } from "./remove.js";
import { retrieve } from "./retrieve.js";
import { share } from "./share.js";
import { packageVersion } from "../version.js";

const COMMANDS = new Map<string, Command>(Object.entries({ create, retrieve, share, remove }));

// What a shell reports of a program that SIGPIPE has ended, as it ends `cat`. Node ignores that signal.
const CLOSED_OUTPUT = 141;

/**
 * The command `kstash`.
 *
 * @returns the exit code: 0; 1 for an error of kstash or of the system; 2 for a call that cannot be
 *   understood; 141 if the output was closed before everything was printed
 */
export async function main(
  args: string[],
  { stderr, ...io }: CommandIO & { readonly stderr: Writable },
): Promise<number> {
  // A failure reaches the one who writes; as an event it would end the process with a stack trace.
  for (const output of [io.stdout, stderr]) output.on("error", () => {});
  addAbortSignal(io.signal, io.stdin).on("error", () => {});
  try {
    await run(args, io);
    return 0;
  } catch (error) {
    if (io.signal.aborted) return 1;
    if (isClosedOutput(error)) return CLOSED_OUTPUT;
    const { code = "", syscall, message } = error as NodeJS.ErrnoException;
    const usage = error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
    if (!usage && typeof syscall !== "string" && !isKstashError(error)) throw error;
    const text = `kstash: ${message}${usage ? " (see kstash --help)" : ""}\n`;
    // Nobody is left to be told if this fails.
    await print(stderr, text).catch(() => {});
    return usage ? 2 : 1;
  }
}

async function run(args: string[], io: CommandIO): Promise<void> {
  const { values, positionals } = parse(args);
  const { help, version, ...options } = values;
  const [name, ...operands] = positionals;
  if (version) return print(io.stdout, `${await packageVersion()}\n`);
  if (name === undefined) {
    if (help) return print(io.stdout, generalHelp(COMMANDS));
    throw new UsageError(`which command? ${[...COMMANDS.keys()].join(", ")}`);
  }
  const command = COMMANDS.get(name);
  if (!command) throw new UsageError(`there is no command "${name}"`);
  if (help) return print(io.stdout, commandHelp(name, command));

  const required = command.operands.filter((operand) => !operand.startsWith("["));
  if (operands.length < required.length) throw new UsageError(`${name} of what?`);
  const surplus = operands[command.operands.length];
  if (surplus !== undefined) throw new UsageError(`${name} takes no "${surplus}"`);
  for (const option of Object.keys(options) as OptionName[]) {
    if (!command.options.includes(option)) throw new UsageError(`${name} takes no --${option}`);
  }
  await command.run(operands, options, io);
}

function parse(args: string[]) {
  const valued = Object.keys(OPTIONS).map((name) => [name, { type: "string" }] as const);
  return parseArgs({
    args,
    options: {
      ...(Object.fromEntries(valued) as Record<OptionName, { type: "string" }>),
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
    allowPositionals: true,
  });
}
