import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePorts } from "./free-ports.js";
import { script } from "./paths.js";

/** A server in a process of its own, which ends with `close`, and with this process, however that ends. */
export interface Server {
  /** What its clients connect to: `amqp://127.0.0.1:4711`. */
  readonly url: string;
  close(): Promise<void>;
}

/** What a server may use: an empty folder, removed when it ends, and ports that are free. */
export interface Place {
  readonly folder: string;
  readonly ports: readonly [number, number, number];
}

/** How a server is started. */
export interface Start {
  readonly url: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What it prints, on either output, once it serves. */
  readonly ready: RegExp;
}

/**
 * Starts a server, and waits until it serves.
 *
 * @throws Error if it ends instead: with what it printed
 */
export async function startServer(plan: (place: Place) => Promise<Start> | Start): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "kstash-server-"));
  const [first = 0, second = 0, third = 0] = await freePorts(3);
  const { url, command, env, ready } = await plan({ folder, ports: [first, second, third] });
  const child = spawn(script("run.sh"), [folder, ...command], {
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin`, HOME: folder, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const lines: string[] = [];
  const served = new Promise<true>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (line) => {
        lines.push(line);
        if (ready.test(line)) resolve(true);
      });
    }
  });
  if (!(await Promise.race([served, ended.then(() => false)]))) {
    throw new Error(`${command[0]} did not start:\n${lines.join("\n")}`);
  }
  return {
    url,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
