import type { Completions, Value } from "./completions.js";

/** A script for bash: one function, which knows everything and asks nobody. */
export function bash(commands: readonly Completions[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `_kstash() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words='' files=''
  COMPREPLY=()
  case $COMP_CWORD:\${COMP_WORDS[1]} in
    1:*) words='${names} --help --version' ;;
${commands.map(commandCase).join("")}  esac
  if [[ $files && $word != -* ]]; then
    compopt -o default
  else
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}
complete -F _kstash kstash
`;
}

function commandCase({ name, operands, options }: Completions): string {
  const valued = options.filter(({ label }) => label !== undefined);
  const flags = options.map(({ flag }) => `--${flag}`);
  const rest = operands.map(({ value }) => value).find((value) => value !== undefined);
  const words = [...(Array.isArray(rest) ? rest : []), ...flags];
  return `    *:${name})
      case $previous in
${valued.map(({ flag, value }) => `        --${flag}) ${assignment(value)};;\n`).join("")}        *) ${assignment(words)}${rest === "file" ? "files=yes " : ""};;
      esac
      ;;
`;
}

function assignment(value: Value): string {
  if (value === undefined) return "";
  return value === "file" ? "files=yes " : `words='${value.join(" ")}' `;
}
