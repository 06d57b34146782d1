import type { Command } from "../command.js";
import { optionOf } from "../options.js";

/** What can be typed somewhere: a file, one of some words, or (`undefined`) whatever nobody can know. */
export type Value = "file" | readonly string[] | undefined;

/** What can be typed after the name of a subcommand. */
export interface Completions {
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly { readonly label: string; readonly value: Value }[];
  readonly options: readonly {
    readonly flag: string;
    readonly help: string;
    /** What follows it, as the help has it. */
    readonly label?: string | undefined;
    readonly value: Value;
  }[];
}

/** What the subcommands declare, in the form that all three shells need. */
export function completionsOf(commands: ReadonlyMap<string, Command>): Completions[] {
  return [...commands].map(([name, { summary, operands, options }]) => ({
    name,
    summary,
    operands: operands.map((label) => ({ label, value: valueOf(label) })),
    options: [
      ...options.map((option) => {
        const { value: label, help } = optionOf(option);
        return { flag: option, help, label, value: valueOf(label ?? "") };
      }),
      { flag: "help", help: "say more about it", value: undefined },
    ],
  }));
}

/** `FILE` or `[FILE]`, `md5|sha256`, or anything else. */
function valueOf(label: string): Value {
  if (/^\[?FILE\]?$/.test(label)) return "file";
  return label.includes("|") ? label.split("|") : undefined;
}
