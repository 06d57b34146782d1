// The main job, as a user would write it: process A stashes a document and sends a message with
// addresses in it; process B, which gets only that message, has the document again.
// Usage: npm start [-- FILE]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { s3 } from "@kstash/backend-s3";
import * as kstash from "kstash";
import { bytes, describe, type Document, readDocument, SAMPLE } from "./document.js";
import { handOver } from "./hand-over.js";
import { openStore } from "./store.js";

const LINK_SEC = 3;

// Of no use to whoever looks at this; which Node versions kstash supports is for its own README.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const [path = SAMPLE] = process.argv.slice(2);
const document = await readDocument(path).catch((error: unknown) => {
  process.stderr.write(`cannot read ${path}: ${(error as Error).message}\n`);
  process.exit(1);
});
const codes = [await overFolder(document), await overS3(document)];
process.exitCode = Math.max(...codes);

async function overFolder(document: Document): Promise<number> {
  heading("Two processes that share a folder");
  const root = await mkdtemp(join(tmpdir(), "kstash-demo-"));
  process.env["KSTASH_FILE_ROOT"] = root;
  try {
    const config = { backends: ["inline", "file"] };
    const report = await kstash.create("report", document, { config });
    const options = await kstash.create("options", { zone: "Europe/Lisbon" }, { config });
    const message = compose(report, options);
    tell(document, report, message);
    return await handOver(message, { KSTASH_FILE_ROOT: root });
  } finally {
    await rm(root, { recursive: true });
  }
}

async function overS3(document: Document): Promise<number> {
  const store = await openStore();
  heading(`A shared link, for a process without credentials\n${store.title}`);
  try {
    const config = {
      backends: ["inline", s3({ clientConfig: store.clientConfig })],
      maxInlineLen: 50,
    };
    const report = await kstash.create("report", document, { namespace: store.bucket, config });
    const options = await kstash.create("options", { zone: "Europe/Lisbon" }, { config });
    const link = await report.share({ ttlSec: LINK_SEC });
    const message = compose(link, options);
    tell(document, report, message);
    const env = store.caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: store.caFile };
    const code = await handOver(message, env);

    say(`${LINK_SEC} seconds later, the same message:`);
    await setTimeout(LINK_SEC * 1000 + 500);
    const late = await handOver(message, env);
    return code || (late === 1 ? 0 : 1);
  } finally {
    await store.close();
  }
}

function compose(report: kstash.Stash | string, options: kstash.Stash): string {
  return JSON.stringify({ command: "gen_report", report, options }, null, 2);
}

function tell(document: Document, report: kstash.Stash, message: string): void {
  for (const line of describe(document)) say(line);
  say(
    `stashed as ${bytes(report.encoded.length)}; the message to send has ${bytes(message.length)}:`,
  );
  // A link is a credential: cut here, as in any log.
  for (const line of message.split("\n")) say(`  ${line.replace(/(https?:[^?]*\?)[^"]*/, "$1…")}`);
}

function heading(text: string): void {
  process.stdout.write(`\n${text}\n\n`);
}

function say(line: string): void {
  process.stdout.write(`  A  ${line}\n`);
}
