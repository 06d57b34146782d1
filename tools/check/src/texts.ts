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

/**
 * Where a text has the repository's address, a sentence with its line each: it stands in the root's
 * package.json alone, and everything else derives it or does without.
 *
 * @param address as `owner/name`
 */
export function addressFaults(path: string, text: string, address: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = line.toLowerCase().includes(address.toLowerCase());
    return found ? [`${path}:${index + 1}: the repository's address: link relatively`] : [];
  });
}

/** `owner/name` of a `repository.url` of package.json. */
export function addressOf(url: string): string {
  return /^git\+https:\/\/github\.com\/(.+)\.git$/.exec(url)![1]!;
}

/** Every file that is committed, or would be by `git add --all`, relative to the root. */
export function repoFiles(): string[] {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const text = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  return text.split("\0").filter(Boolean);
}
