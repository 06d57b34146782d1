import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

/** What process A has, and process B needs. */
export interface Document {
  readonly file: string;
  readonly modified: Date;
  readonly content: Uint8Array;
}

/** The time zone database of IANA in its compact form: a real document, in the public domain. */
export const SAMPLE = fileURLToPath(new URL("../sample/tzdata.zi", import.meta.url));

export async function readDocument(path: string): Promise<Document> {
  const [content, { mtime }] = await Promise.all([readFile(path), stat(path)]);
  return { file: basename(path), modified: mtime, content };
}

/** The same lines on both sides, so that a reader sees that nothing changed on its way. */
export function describe({ file, modified, content }: Document): string[] {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return [
    `${file}, ${bytes(content.length)}, modified ${modified.toISOString()}`,
    `sha256 ${sha256}`,
  ];
}

export function bytes(count: number): string {
  return `${count.toLocaleString("en-US")} bytes`;
}
