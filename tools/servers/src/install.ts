import { spawnSync } from "node:child_process";
import { downloads, script } from "./paths.js";

/**
 * Sees to it that all the servers are installed: Debian's packages, where root may install them, and
 * Kafka from Maven Central.
 *
 * @returns whether they are; if not, the reason is on standard error, in capitals
 */
export function installServers(): boolean {
  const { status } = spawnSync(script("install.sh"), [downloads], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0;
}
