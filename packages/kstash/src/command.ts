import { readFile, writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { type ConfigOptions, isKstashError } from "@kstash/core";
import { create, remove, retrieve, share } from "./operations.js";
import { readPayload, writePayload } from "./payload-text.js";

const USAGE = `kstash: a payload becomes a short address, and comes back

  kstash create NAME [FILE]   stash FILE (standard input where none is given), print the address
  kstash retrieve ADDRESS     print what is stashed there, verified
  kstash share ADDRESS        print a short-lived https link to it (a credential: keep it out of logs)
  kstash remove ADDRESS       remove it

  --as bytes|text|json        create: what FILE holds (default bytes)
  --namespace NAME            create: where it is kept, the bucket on S3 (default "default")
  --out FILE                  retrieve: write there instead of to standard output
  --ttl SECONDS               share: how long the link works (default 10)
  --backends NAME,NAME        what may be used (default inline,s3,https; also mem, file)
  --hash md5|sha256           create: the hash of the address (default md5)
  --help, --version

An ADDRESS of - is read from standard input. S3 takes its credentials, region and endpoint from the
standard AWS variables and files; file keeps its stashes in KSTASH_FILE_ROOT, else in the user's data folder.
`;

const OPTIONS = {
  as: { type: "string" },
  namespace: { type: "string" },
  out: { type: "string" },
  ttl: { type: "string" },
  backends: { type: "string" },
  hash: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** A mistake in the call itself: shown with a pointer to the usage. */
class UsageError extends Error {}

/**
 * The command `kstash`.
 *
 * @returns the exit code: 0; 1 for an error of kstash; 2 for a call that cannot be understood
 */
export async function main(
  args: string[],
  stdin: NodeJS.ReadableStream,
  stdout: NodeJS.WritableStream,
  stderr: NodeJS.WritableStream,
): Promise<number> {
  try {
    await run(args, stdin, stdout);
    return 0;
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const usage = error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS");
    const system = typeof (error as NodeJS.ErrnoException).syscall === "string";
    if (!usage && !system && !isKstashError(error)) throw error;
    stderr.write(`kstash: ${message}${usage ? " (see kstash --help)" : ""}\n`);
    return usage ? 2 : 1;
  }
}

async function run(
  args: string[],
  stdin: NodeJS.ReadableStream,
  stdout: NodeJS.WritableStream,
): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [command, subject, file, ...rest] = positionals;
  if (values.version) return void stdout.write(`${await version()}\n`);
  if (values.help) return void stdout.write(USAGE);
  if (!command) throw new UsageError("which command? create, retrieve, share or remove");
  if (!subject) throw new UsageError(`${command} of what?`);
  if (rest.length > 0 || (file !== undefined && command !== "create")) {
    throw new UsageError(`${command} takes no "${rest[0] ?? file}"`);
  }
  const config = configFrom(values);
  const address = async () => (subject === "-" ? (await buffer(stdin)).toString().trim() : subject);

  switch (command) {
    case "create": {
      const bytes = file === undefined || file === "-" ? await buffer(stdin) : await readFile(file);
      const data = readPayload(bytes, values.as ?? "bytes", file ?? "standard input");
      const stash = await create(subject, data, { namespace: values.namespace, config });
      stdout.write(`${stash.address.text}\n`);
      break;
    }
    case "retrieve": {
      const bytes = writePayload((await retrieve(await address(), { config })).data);
      if (values.out === undefined) stdout.write(bytes);
      else await writeFile(values.out, bytes);
      break;
    }
    case "share": {
      const ttlSec = values.ttl === undefined ? undefined : Number(values.ttl);
      stdout.write(`${await share(await address(), { config, ttlSec })}\n`);
      break;
    }
    case "remove":
      stdout.write(
        (await remove(await address(), { config })) ? "removed\n" : "nothing was there\n",
      );
      break;
    default:
      throw new UsageError(`there is no command "${command}"`);
  }
}

function configFrom(values: { backends?: string; hash?: string }): ConfigOptions {
  return {
    backends: values.backends?.split(",").map((name) => name.trim()),
    hash: values.hash as ConfigOptions["hash"],
  };
}

async function version(): Promise<string> {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
