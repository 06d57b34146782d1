import { spawnSync } from "node:child_process";
import { installed, pathOf } from "./folders.js";

/**
 * Sees to it that the servers and clients are installed; it takes a minute or two, once.
 *
 * @returns whether they are; if not, the reason is on standard error, in capitals
 */
export function installPeers(): boolean {
  const command = pathOf("scripts/install.sh");
  const { status } = spawnSync(command, [installed("")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0;
}
