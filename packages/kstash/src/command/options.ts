import type { ConfigOptions } from "@kstash/core";

/** An option of the command. */
interface Option {
  /** What follows it, as the help has it: `FILE`, `md5|sha256`. Nothing follows one without. */
  readonly value?: string;
  readonly help: string;
  /** The environment variable that speaks where the option is not there. */
  readonly variable?: string;
}

/** Every option. A subcommand says which of them it takes. */
export const OPTIONS = {
  as: { value: "bytes|text|json", help: "what FILE holds (default bytes)" },
  namespace: {
    value: "NAME",
    help: 'where it is kept, the bucket on S3 (default "default")',
    variable: "KSTASH_NAMESPACE",
  },
  out: { value: "FILE", help: "write there instead of to standard output" },
  ttl: {
    value: "SECONDS",
    help: "how long the link works (default 10)",
    variable: "KSTASH_TTL",
  },
  fields: { value: "FIELD,FIELD", help: "fields that hold a plain address (items.*.body)" },
  backends: {
    value: "NAME,NAME",
    help: "what may be used (default inline,s3,https; also mem, file)",
    variable: "KSTASH_BACKENDS",
  },
  namespaces: {
    value: "NAME,NAME",
    help: "the only ones that addresses may name (reports-*)",
    variable: "KSTASH_NAMESPACES",
  },
  hash: {
    value: "md5|sha256",
    help: "the hash of the address (default md5)",
    variable: "KSTASH_HASH",
  },
  "max-bytes": {
    value: "NUMBER",
    help: "the largest payload that is stored or read",
    variable: "KSTASH_MAX_BYTES",
  },
  json: { help: "print JSON, for programs" },
  quiet: { help: "show no progress on the terminal", variable: "KSTASH_QUIET" },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof OPTIONS;

/** The options of a call, as they were written. */
export type Options = {
  readonly [name in OptionName]?: (typeof OPTIONS)[name] extends { value: string }
    ? string
    : boolean;
};

/** The name, and what the help says of it. */
export function optionOf(name: OptionName): Option {
  return OPTIONS[name];
}

/** What the environment says of some options. A variable that is empty counts as none. */
export function optionsOf(env: NodeJS.ProcessEnv, names: readonly OptionName[]): Options {
  const set = names.flatMap((name): [string, string | true][] => {
    const { variable = "", value } = optionOf(name);
    const text = env[variable];
    return text ? [[name, value ? text : true]] : [];
  });
  return Object.fromEntries(set) as Options;
}

/** The part of the options that is a config of kstash. */
export function toConfigOptions(options: Options): ConfigOptions {
  return {
    backends: toList(options.backends),
    namespaces: toList(options.namespaces),
    hash: options.hash as ConfigOptions["hash"],
    maxPayloadBytes: toNumber(options["max-bytes"]),
  };
}

/** The same for bytes that are never held in memory, however many they are. */
export function toStreamConfigOptions(options: Options): ConfigOptions {
  const { maxPayloadBytes = Number.MAX_SAFE_INTEGER, ...config } = toConfigOptions(options);
  return { ...config, maxPayloadBytes };
}

/** What is not a number is left for kstash to refuse, which names the rule. */
export function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** Names with commas between them. */
export function toList(text: string | undefined): string[] | undefined {
  return text?.split(",").map((name) => name.trim());
}
