import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { run } from "@kstash/packed";
import { workerd } from "./runtimes.js";

export interface Worker {
  /** What it is asked at: `http://127.0.0.1:port`. */
  readonly url: string;
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** The script in the folder in which kstash is installed. */
  readonly script: string;
  /** Whether it may use Node's modules. */
  readonly nodejsCompat: boolean;
  /** What it is given as `env`. */
  readonly env: Readonly<Record<string, string>>;
  /** The path of an authority that it trusts. */
  readonly ca: string;
}

/** Bundles a Worker as Cloudflare's own tools do, and serves it by a workerd of its own. */
export async function startWorker(folder: string, options: WorkerOptions): Promise<Worker> {
  await bundle(folder, options);
  await copyFile(options.ca, join(folder, "ca.pem"));
  await writeFile(join(folder, `${options.script}.capnp`), configuration(options));

  const args = ["serve", `${options.script}.capnp`, "--control-fd=1"];
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = spawn(workerd.path(folder), args, { cwd: folder, stdio: [...stdio] });
  const closed = once(child, "close");
  const lines = createInterface(child.stdout!);
  const [line] = (await Promise.race([once(lines, "line"), closed])) as [unknown];
  if (typeof line !== "string") throw new Error(`workerd ended with exit code ${String(line)}`);
  const { port } = JSON.parse(line) as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      child.kill();
      await closed;
    },
  };
}

/** @throws {Error} if it imports Node's modules and may not */
async function bundle(folder: string, { script, nodejsCompat }: WorkerOptions): Promise<void> {
  const bundler = fileURLToPath(new URL("../src/bundle-worker.mjs", import.meta.url));
  const command = [process.execPath, bundler, script, `${script}.bundle.js`] as const;
  const imports = JSON.parse(await run(folder, command)) as string[];
  if (!nodejsCompat && imports.length > 0) throw new Error(`it imports ${imports.join(", ")}`);
}

// On 2026-08-04 Node's modules became the default: before, a Worker has them only if it asks for them.
const configuration = ({ script, nodejsCompat, env }: WorkerOptions) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "network", network = (
    allow = ["public", "private"],
    tlsOptions = (trustedCertificates = [embed "ca.pem"]),
  ))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "${script}.bundle.js")],
  compatibilityDate = "2026-08-03",
  compatibilityFlags = [${nodejsCompat ? '"nodejs_compat"' : ""}],
  bindings = [${Object.entries(env)
    .map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`)
    .join(", ")}],
  globalOutbound = "network",
);
`;
