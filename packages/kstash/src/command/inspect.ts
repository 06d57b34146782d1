import { cbor } from "@kstash/codec-cbor";
import {
  Address,
  type Backend,
  type Codec,
  createKstash,
  redact,
  StashCorrupted,
} from "@kstash/core";
import { readAddress } from "./address.js";
import type { Command, CommandIO } from "./command.js";
import { type Options, toConfigOptions, toStreamConfigOptions } from "./options.js";
import { print } from "./output.js";
import { isStream, watchedLoaders } from "./with-progress.js";

/** What the backend says of a payload. */
interface Facts {
  contentType?: string | undefined;
  /** In bytes, encoded. */
  size?: number;
  /** What is stored beside it says better than a link whose payload it is. */
  label?: { readonly namespace: string; readonly name: string };
}

export const inspect: Command = {
  operands: ["ADDRESS"],
  summary: "say what is stashed there, and whether it verifies",
  details: `The payload is read to its end and compared with the digest of the address, but neither printed nor
decoded nor held in memory, whatever its codec. That of an inline address, which has no digest, is
decoded.
The exit status is 0 if it verifies, 4 if it is not what was stored, and 3 if it is not there.

The query of a signed link is not printed. No backend says how old a stash is.`,
  examples: `$ kstash inspect 'inline://default/greeting?data=ZWhlbGxv'
address       inline://default/greeting?…
scheme        inline
namespace     default
name          greeting
codec         cbor
size          6 bytes
verifies      yes
$ kstash inspect "$(kstash create report report.pdf)" --json
{"address":"s3://default/report.…","scheme":"s3",…"verifies":true}`,
  options: ["json", "backends", "namespaces", "max-bytes", "quiet"],
  async run([operand = ""], options, io) {
    const address = Address.parse(await readAddress(operand, io.stdin));
    const facts: Facts = {};
    const report = async (verifies: boolean) => {
      io.progress.end();
      await print(io.stdout, format(describe(address, facts, verifies), options));
    };
    try {
      await verify(address, facts, options, io);
    } catch (error) {
      if (StashCorrupted.isInstance(error)) await report(false);
      throw error;
    }
    await report(true);
  },
};

/**
 * Reads a payload to its end, and fills in the facts.
 *
 * @throws {StashCorrupted} if it is not what was stored
 */
async function verify(
  address: Address,
  facts: Facts,
  options: Options,
  { progress, signal }: CommandIO,
): Promise<void> {
  // A digest is that of the stored bytes, whichever codec wrote them.
  const codec = address.digest === undefined ? cbor : rawCodec(facts);
  const observe = (backend: Backend): Backend => ({
    ...backend,
    async get(address, context) {
      const stored = await backend.get(address, context);
      if (!stored) return undefined;
      facts.contentType = stored.contentType;
      facts.size = isStream(stored) ? stored.length : stored.bytes.length;
      return codec === cbor ? stored : { ...stored, contentType: codec.contentType };
    },
  });
  const kstash = createKstash({ codecs: [codec], loaders: watchedLoaders(progress, observe) });
  if (codec === cbor) {
    await kstash.retrieve(address, { config: toConfigOptions(options), signal });
    return;
  }
  const config = toStreamConfigOptions(options);
  const stash = await kstash.retrieve(address, { config, signal, as: "stream" });
  facts.label = stash;
  for await (const _ of stash.data);
}

/** Takes whatever is stored for a byte string without a header, so that it is read in constant memory. */
function rawCodec(facts: Facts): Codec {
  return {
    name: "raw",
    contentType: "application/octet-stream",
    encode: (data) => data as Uint8Array,
    decode: (bytes) => bytes,
    readBytesHeader: () => ({ headerLength: 0, length: facts.size ?? 0 }),
  };
}

/** In the order in which it is shown. What neither the address nor the backend says is `undefined`. */
function describe(address: Address, { contentType, size, label }: Facts, verifies: boolean) {
  const { scheme, digest, namespace, name } = address;
  const isInline = digest === undefined;
  return {
    address: redact(address.text),
    scheme,
    namespace: label?.namespace ?? namespace,
    name: label?.name ?? name,
    hash: isInline ? undefined : digest.length === 32 ? "md5" : "sha256",
    digest,
    codec: isInline ? (address.param("codec") ?? cbor.name) : codecOf(contentType),
    contentType,
    size,
    verifies,
  };
}

function codecOf(contentType: string | undefined): string | undefined {
  return contentType === cbor.contentType ? cbor.name : undefined;
}

function format(report: ReturnType<typeof describe>, { json }: Options): string {
  if (json) return `${JSON.stringify(report)}\n`;
  const { contentType, size, verifies, ...rest } = report;
  const rows = Object.entries({
    ...rest,
    "content type": contentType,
    size: size === undefined ? undefined : `${size} bytes`,
    verifies: verifies ? "yes" : "no",
  });
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `${label.padEnd(12)}  ${visible(value!)}\n`)
    .join("");
}

/** Names and types are a stranger's: nothing in them reaches the terminal that it would act upon. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}
