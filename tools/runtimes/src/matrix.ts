import { runtimes, workerd } from "./runtimes.js";

/** What is run, the rows of the README's table: those of the conformance kit first. */
export const conformance = [
  "codec-cbor",
  "codec-msgpack",
  "backend-inline",
  "backend-mem",
  "backend-file",
  "backend-https",
  "backend-s3",
  "backend-cached",
] as const;

export type Conformance = (typeof conformance)[number];

const others = [
  "the examples of this page",
  "the command `kstash`",
  '`require("kstash")`',
] as const;

export type Part = Conformance | (typeof others)[number];

const parts: readonly Part[] = [...conformance, ...others];

/** Why a runtime cannot do something; that it still cannot is tested too. */
export const exceptions: Readonly<Record<string, Partial<Record<Part, string>>>> = {};

/** The table of the README: a row for each part, a column for each runtime. */
export function matrix(): string[][] {
  const columns = [...runtimes, workerd].map(({ title }) => title);
  const rows = parts.map((part) => {
    const name = conformance.includes(part as Conformance) ? `\`@kstash/${part}\`` : part;
    return [name, ...columns.map((title) => (exceptions[title]?.[part] ? "–" : "✓"))];
  });
  return [["", ...columns], ...rows];
}
