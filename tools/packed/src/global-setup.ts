import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll } from "./pack.js";
import { announce } from "./tarballs.js";

/** Before all tests: every public package is packed, once, into the folder that the installs go to as well. */
export default async function setup(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kstash-packed-"));
  announce({ folder, tarballs: await packAll(folder) });
}
