import type { Completions, Value } from "./completions.js";

/** A script for zsh, to be sourced, or to stand in a file _kstash of `fpath`. */
export function zsh(commands: readonly Completions[]): string {
  const described = commands.map(({ name, summary }) => quote(`${name}:${summary}`));
  return `#compdef kstash
_kstash() {
  local -a commands=(
    ${described.join("\n    ")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join("")}  esac
}
if [[ $funcstack[1] == _kstash ]]; then
  _kstash "$@"
else
  compdef _kstash kstash
fi
`;
}

function commandCase({ name, operands, options }: Completions): string {
  const specs = [
    ...options.map(({ flag, help, label, value }) => {
      const explained = `[${help.replaceAll(/[[\]]/g, "\\$&")}]`;
      return label === undefined
        ? `--${flag}${explained}`
        : `--${flag}${explained}:${escape(label)}:${action(value)}`;
    }),
    ...operands.map(({ label, value }, index) => {
      return `${index + 1}:${escape(label)}:${action(value)}`;
    }),
  ];
  return `    ${name})
      _arguments \\
        ${specs.map(quote).join(" \\\n        ")}
      ;;
`;
}

function action(value: Value): string {
  // An explanation in place of "()" would keep zsh from completing an option that could stand there.
  return value === "file" ? "_files" : `(${value?.join(" ") ?? ""})`;
}

function escape(label: string): string {
  return label.replaceAll(/[[\]]/g, "").replaceAll(":", "\\:");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
