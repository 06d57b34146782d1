// Process B: is given a message on standard input and nothing else, and gets the payloads behind it.
import { text } from "node:stream/consumers";
import { http, https } from "@kstash/backend-https";
import * as kstash from "kstash";
import { describe, type Document } from "./document.js";

interface Message {
  readonly command: string;
  readonly report: string;
  readonly options: string;
}

const message = JSON.parse(await text(process.stdin)) as Message;
// Links of a store on this machine, or in a private network, have to be allowed by the receiver.
const links = [https({ allowPrivate: true, ports: [linkPort(message.report)] }), http()];
const config = { backends: ["inline", "file", ...links] };

try {
  const options = await kstash.retrieve<{ zone: string }>(message.options, { config });
  const report = await kstash.retrieve<Document>(message.report, { config });
  print(
    `"report" came by ${report.backend.name}, verified against its ${hashName(report.digest)}:`,
  );
  for (const line of describe(report.data)) print(`  ${line}`);
  print(`"options" came by ${options.backend.name}: ${JSON.stringify(options.data)}`);
} catch (error) {
  if (!kstash.isKstashError(error)) throw error;
  print(String(error));
  process.exitCode = 1;
}

function linkPort(address: string): number {
  return Number(/^https?:\/\/[^/]*:(\d+)\//.exec(address)?.[1] ?? 443);
}

function hashName(digest: string): string {
  return digest.length === 32 ? "MD5" : "SHA-256";
}

function print(line: string): void {
  process.stdout.write(`  B  ${line}\n`);
}
