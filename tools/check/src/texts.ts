import { execFileSync } from "node:child_process";
import { root } from "./workspace.js";

// What must stand in no file that is committed: it would be true of one machine or one mirror alone.
const forbidden: readonly [what: string, pattern: RegExp][] = [
  [
    "a registry's host",
    /\bregistry\.[\w.-]+\.(?:org|com|net|io|dev)\b|\bfiles\.pythonhosted\.org\b/,
  ],
  ["a path of one machine", /(?<![\w.~-])\/(?:home|Users|root|work)\/(?!(?:me|you|user)\b)[\w.-]+/],
];

/** What a text of the repo must not hold, a sentence with its line each. */
export function textFaults(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    forbidden.flatMap(([what, pattern]) => {
      const found = pattern.exec(line)?.[0];
      return found ? [`${path}:${index + 1}: ${what}: ${found}`] : [];
    }),
  );
}

/** Every file that is committed, or would be by `git add --all`, relative to the root. */
export function repoFiles(): string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const text = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  return text.split("\0").filter(Boolean);
}
