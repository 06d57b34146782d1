/** One command of a `console` block, and what the block says it prints. */
export interface Command {
  readonly line: string;
  readonly output: string;
}

/** Lines that start with `$ ` are commands; those below each are its output. */
export function commandsOf(code: string): Command[] {
  const commands: { line: string; output: string[] }[] = [];
  for (const text of code.split("\n")) {
    if (text.startsWith("$ ")) commands.push({ line: text.slice(2), output: [] });
    else commands.at(-1)?.output.push(text);
  }
  return commands.map(({ line, output }) => ({ line, output: output.join("\n") }));
}
