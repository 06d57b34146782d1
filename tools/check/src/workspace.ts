import { readdirSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Manifest } from "./manifest.js";

/** The root folder of this repo. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** A package.json of this repo, and where it stands. */
export interface Member {
  /** Relative to the root, "" for the root itself: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package of the workspace, the root included. */
export function members(): Member[] {
  const folders = ["packages", "tools"].flatMap((parent) =>
    readdirSync(join(root, parent)).map((child) => `${parent}/${child}`),
  );
  return ["", ...folders]
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({ folder, manifest: readJson(join(folder, "package.json")) as Manifest }));
}

/** The packages that are published: all under `packages/`. */
export function publicPackages(): Member[] {
  return members().filter(({ manifest }) => manifest.private !== true);
}

/** A file of the repo, parsed. */
export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

/** A file of the repo, as text. */
export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
