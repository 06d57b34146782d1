import { spawnSync } from "node:child_process";
import { script } from "./script.js";

/**
 * Sees to it that Ceph is installed: Debian's packages, where root may install them.
 * @returns whether it is; if not, the reason is on standard error, in capitals
 */
export function installCeph(): boolean {
  const { status } = spawnSync(script("install.sh"), { stdio: ["ignore", "inherit", "inherit"] });
  return status === 0;
}
