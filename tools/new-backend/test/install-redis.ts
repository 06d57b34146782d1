import { spawnSync } from "node:child_process";

/**
 * Sees to it that `redis-server` is installed: Debian's package, where root may install it.
 * @returns whether it is; if not, standard error says so, in capitals
 */
export function installRedis(): boolean {
  const there = () => spawnSync("redis-server", ["--version"]).status === 0;
  if (there()) return true;
  const apt = (...args: string[]) =>
    spawnSync("apt-get", args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  if (process.getuid?.() === 0) {
    // Another apt-get may be at work: it is waited for.
    const waiting = ["-q", "-o", "DPkg::Lock::Timeout=300"];
    apt(...waiting, "update");
    apt(...waiting, "install", "-y", "--no-install-recommends", "redis-server");
  }
  if (there()) return true;
  console.error(
    "REDIS IS NOT INSTALLED, AND COULD NOT BE: the tests against a real redis-server DID NOT RUN.\n" +
      "On Debian or Ubuntu, as root: apt-get update && apt-get install redis-server",
  );
  return false;
}
