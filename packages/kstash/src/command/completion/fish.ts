import type { Completions, Value } from "./completions.js";

/** A script for fish: one line for each word that can be typed. */
export function fish(commands: readonly Completions[]): string {
  const names = commands.map(({ name, summary }) => {
    return `complete -c kstash -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`;
  });
  return `complete -c kstash -f
complete -c kstash -n __fish_use_subcommand -l help -d 'list the commands and options'
complete -c kstash -n __fish_use_subcommand -l version -d 'print the version'
${[...names, ...commands.flatMap(linesOf)].join("\n")}
`;
}

function linesOf({ name, operands, options }: Completions): string[] {
  const start = `complete -c kstash -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map(({ flag, help, label, value }) => {
      const following = label === undefined ? "" : ` -r ${words(value)}`;
      return `${start} -l ${flag}${following} -d ${quote(help)}`;
    }),
    ...operands
      .filter(({ value }) => value !== undefined)
      .map(({ value }) => `${start} ${words(value)}`),
  ];
}

function words(value: Value): string {
  if (value === undefined) return "-f";
  return value === "file" ? "-F" : `-f -a ${quote(value.join(" "))}`;
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
