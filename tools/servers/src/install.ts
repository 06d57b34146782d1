import { spawnSync } from "node:child_process";
import { downloads, script } from "./paths.js";

/**
 * Sees to it that all the brokers are installed: Debian's packages, where root may install them, and
 * Kafka from Maven Central.
 *
 * @returns whether they are; if not, the reason is on standard error, in capitals
 */
export function installServers(): boolean {
  return install("install.sh");
}

/** The same for Azurite, from npm. */
export function installAzurite(): boolean {
  return install("install-azurite.sh");
}

/** The same for fake-gcs-server, which Go builds. */
export function installFakeGcs(): boolean {
  return install("install-fake-gcs-server.sh");
}

function install(name: string): boolean {
  const { status } = spawnSync(script(name), [downloads], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status === 0;
}
