import { type Command } from "../command.js";
import { UsageError } from "../errors.js";
import { print } from "../output.js";
import { bash } from "./bash.js";
import { fish } from "./fish.js";
import { completionsOf, type Completions } from "./completions.js";
import { zsh } from "./zsh.js";

const SHELLS: Readonly<Record<string, (completions: readonly Completions[]) => string>> = {
  bash,
  zsh,
  fish,
};

/** @param commands every subcommand, this one as well */
export function completion(commands: ReadonlyMap<string, Command>): Command {
  return {
    operands: ["bash|zsh|fish"],
    summary: "print what lets a shell complete kstash",
    details: `bash: source <(kstash completion bash)    in ~/.bashrc
zsh:  source <(kstash completion zsh)     in ~/.zshrc, after compinit
fish: kstash completion fish | source     in ~/.config/fish/config.fish`,
    examples: `$ kstash completion bash > completion.bash
$ bash -c 'source ./completion.bash && complete -p kstash'
complete -F _kstash kstash`,
    options: [],
    async run([shell = ""], _, { stdout }) {
      const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined;
      if (!script) throw new UsageError(`completion is for bash, zsh or fish, not "${shell}"`);
      await print(stdout, script(completionsOf(commands)));
    },
  };
}
