import type { ConfigOptions } from "@kstash/core";

/** Every option that takes a value. A subcommand says which of them it takes. */
export const OPTIONS = {
  as: { value: "bytes|text|json", help: "what FILE holds (default bytes)" },
  namespace: { value: "NAME", help: 'where it is kept, the bucket on S3 (default "default")' },
  out: { value: "FILE", help: "write there instead of to standard output" },
  ttl: { value: "SECONDS", help: "how long the link works (default 10)" },
  backends: {
    value: "NAME,NAME",
    help: "what may be used (default inline,s3,https; also mem, file)",
  },
  hash: { value: "md5|sha256", help: "the hash of the address (default md5)" },
  "max-bytes": {
    value: "NUMBER",
    help: "the largest payload (default 512 MiB; bytes: no limit)",
  },
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The options of a call, as they were written. */
export type Options = { readonly [name in OptionName]?: string | undefined };

/** The part of the options that is a config of kstash. */
export function toConfigOptions(options: Options): ConfigOptions {
  return {
    backends: options.backends?.split(",").map((name) => name.trim()),
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
