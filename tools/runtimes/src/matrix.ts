import { runtimes, workerd } from "./runtimes.js";

/** The parts of kstash that pass the conformance kit. */
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

/** What Workers cannot do, and why, in the words of the README. */
export const notInWorkers: Readonly<Partial<Record<Conformance, string>>> = {
  "backend-file":
    "its files last no longer than a request, and of a path below a file it says that nothing is there",
};

/** What is run as programs. */
export const programs = [
  "the examples of this page",
  "the command `kstash`",
  '`require("kstash")`',
] as const;

export type Program = (typeof programs)[number];

/** The table of the README: a row for each part, a column for each runtime. */
export function matrix(): string[][] {
  const titles = runtimes.map(({ title }) => title);
  const all = titles.map(() => "✓");
  return [
    ["", ...titles, workerd.title],
    ...conformance.map((part) => [`\`@kstash/${part}\``, ...all, notInWorkers[part] ? "–" : "✓"]),
    ...programs.map((program) => [program, ...all, "–"]),
  ];
}
