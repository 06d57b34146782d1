import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A redis-server of its own, on a socket in an empty folder; nothing is written to disk. */
export async function startRedis() {
  const folder = await mkdtemp(join(tmpdir(), "kstash-redis-"));
  const path = join(folder, "redis.sock");
  const settings = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder];
  const server = spawn("redis-server", settings, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(server, "exit");
  const said = [];
  for await (const line of createInterface(server.stdout)) {
    said.push(line);
    if (/ready to accept connections/i.test(line)) break;
  }
  if (server.exitCode !== null) throw new Error(`redis-server has ended:\n${said.join("\n")}`);
  server.stdout.resume();
  return {
    url: `unix://${path}`,
    async close() {
      server.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
