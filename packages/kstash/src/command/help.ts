import type { Command } from "./command.js";
import { OPTIONS, type OptionName, optionOf } from "./options.js";

/** What `kstash --help` prints. */
export function generalHelp(commands: ReadonlyMap<string, Command>): string {
  const lines = [...commands].map(([name, command]): [string, string] => [
    synopsis(name, command),
    command.summary,
  ]);
  const options = (Object.keys(OPTIONS) as OptionName[]).map((option): [string, string] => {
    const takers = [...commands].filter(([, { options }]) => options.includes(option));
    const [flag, help] = optionLine(option);
    const isCommon = takers.length > 3;
    return [flag, isCommon ? help : `${takers.map(([name]) => name).join(", ")}: ${help}`];
  });
  return `kstash: turns a payload into a short address, and back

${table(lines)}
${table([...options, ["--help, --version", ""]])}
An ADDRESS of - is read from standard input. S3 takes its credentials, region and endpoint from the
standard AWS variables and files. file keeps its stashes in KSTASH_FILE_ROOT, or else in the user's
data folder. Where an option is not given, a variable may speak for it:
${wrap((Object.keys(OPTIONS) as OptionName[]).flatMap((name) => optionOf(name).variable ?? []))}

kstash COMMAND --help says more about a command, and shows examples.
`;
}

/** What `kstash COMMAND --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const { summary, details, examples, options } = command;
  const indented = examples.replaceAll(/^(?=.)/gm, "  ");
  return [
    `${synopsis(name, command)}: ${summary}\n`,
    options.length > 0 ? table(options.map(optionLine)) : "",
    details ? `${details}\n` : "",
    `Examples:\n\n${indented}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function synopsis(name: string, { operands }: Command): string {
  return ["kstash", name, ...operands].join(" ");
}

function optionLine(option: OptionName): [string, string] {
  const { value, help } = optionOf(option);
  return [value ? `--${option} ${value}` : `--${option}`, help];
}

function table(rows: readonly [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd() + "\n").join("");
}

/** Words in lines of at most 100 characters. */
function wrap(words: readonly string[]): string {
  return words
    .join(", ")
    .replaceAll(/(.{1,99})(?: |$)/g, "$1\n")
    .trimEnd();
}
