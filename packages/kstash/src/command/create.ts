import { type FileHandle, open } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import type { Command } from "./command.js";
import { toConfigOptions, toStreamConfigOptions } from "./options.js";
import { print } from "./output.js";
import { checkKind, parsePayload } from "./payload-text.js";
import { counted, type Progress } from "./progress.js";
import { watchedLoaders } from "./with-progress.js";

export const create: Command = {
  operands: ["NAME", "[FILE]"],
  summary: "stash FILE (or standard input), print the address",
  details: `Bytes are never held in memory, however many they are, and have no limit but --max-bytes. Text and
JSON are read whole, refused if they are anything else, and limited to 512 MiB.`,
  examples: `$ printf 'hello' | kstash create greeting --as text
inline://default/greeting?data=ZWhlbGxv
$ kstash create reports/2026 report.pdf --namespace stashes
s3://stashes/reports/2026.…`,
  options: ["as", "namespace", "backends", "hash", "max-bytes", "quiet"],
  async run([name = "", path], options, { stdin, stdout, progress, signal }) {
    const { as = "bytes", namespace } = options;
    const kind = checkKind(as);
    const kstash = createKstash({ codecs: [cbor], loaders: watchedLoaders(progress) });
    const file = path === undefined || path === "-" ? undefined : await open(path);
    try {
      const data =
        kind === "bytes"
          ? await (file ? watchReads(file, progress) : counted(stdin, progress.begin("reading")))
          : parsePayload(await (file?.readFile() ?? buffer(stdin)), kind, path ?? "standard input");
      const config = kind === "bytes" ? toStreamConfigOptions(options) : toConfigOptions(options);
      const stash = await kstash.create(name, data, { namespace, config, signal });
      progress.end();
      await print(stdout, `${stash.address.text}\n`);
    } finally {
      await file?.close();
    }
  },
};

/** A file that counts what is read of it: the digest, which is in the address, is made of all of it. */
async function watchReads(file: FileHandle, progress: Progress): Promise<FileHandle> {
  const { size } = await file.stat();
  const count = progress.begin("reading", size || undefined);
  const read = file.read.bind(file) as (...args: unknown[]) => Promise<{ bytesRead: number }>;
  async function countedRead(...args: unknown[]) {
    const result = await read(...args);
    count(result.bytesRead);
    return result;
  }
  return Object.assign(file, { read: countedRead });
}
