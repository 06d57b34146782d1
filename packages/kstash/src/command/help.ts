import type { Command } from "./command.js";
import { OPTIONS, type OptionName } from "./options.js";

/** What `kstash --help` prints. */
export function generalHelp(commands: ReadonlyMap<string, Command>): string {
  const lines = [...commands].map(([name, command]): [string, string] => [
    synopsis(name, command),
    command.summary,
  ]);
  const options = (Object.keys(OPTIONS) as OptionName[]).map((option): [string, string] => {
    const takers = [...commands].filter(([, { options }]) => options.includes(option));
    const all = takers.length === commands.size;
    const [flag, help] = optionLine(option);
    return [flag, all ? help : `${takers.map(([name]) => name).join(", ")}: ${help}`];
  });
  return `kstash: turns a payload into a short address, and back

${table(lines)}
${table([...options, ["--help, --version", ""]])}
An ADDRESS of - is read from standard input. S3 takes its credentials, region and endpoint from the
standard AWS variables and files. file keeps its stashes in KSTASH_FILE_ROOT, or else in the user's
data folder. kstash COMMAND --help says more about a command.
`;
}

/** What `kstash COMMAND --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const { summary, details, options } = command;
  return `${synopsis(name, command)}: ${summary}

${table(options.map(optionLine))}${details ? `\n${details}\n` : ""}`;
}

function synopsis(name: string, { operands }: Command): string {
  return ["kstash", name, ...operands].join(" ");
}

function optionLine(option: OptionName): [string, string] {
  const { value, help } = OPTIONS[option];
  return [`--${option} ${value}`, help];
}

function table(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd() + "\n").join("");
}
