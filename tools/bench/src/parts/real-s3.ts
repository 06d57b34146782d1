import { spawnSync } from "node:child_process";
import { startCeph } from "@kstash/ceph";
import { BUCKET, type S3Server } from "./s3-process.js";

/** A real S3 server, in processes of its own. */
export async function startRealS3(options: { tls: boolean }): Promise<S3Server> {
  const server = await startCeph({ ...options, buckets: [BUCKET] });
  const { endpoint, region, credentials, ca, close } = server;
  return { reach: { endpoint, region, credentials, ca }, close };
}

/** Whether this machine has one: Ceph, which Debian has as `radosgw`. */
export function hasRealS3(): boolean {
  return spawnSync("radosgw", ["--version"], { stdio: "ignore" }).status === 0;
}
