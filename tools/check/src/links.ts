import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * The relative links of a Markdown file that lead nowhere: to no file, or to no heading in it. A folder is
 * none: npm and the API reference follow links to files only.
 */
export function brokenLinks(file: string): string[] {
  const text = withoutCode(readFileSync(file, "utf8"));
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const definitions = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  const html = [...text.matchAll(/(?:src|srcset)="([^"]+)"/g)];
  return [...inline, ...definitions, ...html]
    .map(([, link = ""]) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !leadsSomewhere(file, link));
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = "", fragment] = link.split("#");
  const target = path === "" ? file : resolve(dirname(file), path);
  if (!existsSync(target) || statSync(target).isDirectory()) return false;
  return fragment === undefined || anchorsOf(target).has(fragment);
}

/** The anchors that GitHub makes of a file's headings. */
function anchorsOf(file: string): Set<string> {
  const headings = withoutCode(readFileSync(file, "utf8")).matchAll(/^#{1,6} (.+)$/gm);
  const anchors = [...headings].map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(anchors);
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^(`{3,})[^]*?^\1$/gm, "");
}
