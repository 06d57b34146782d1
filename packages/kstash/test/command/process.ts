import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { S3Server } from "@kstash/s3-server";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const cli = here("../../dist/cli.js");

/** The built command, in processes of its own, with a folder for its stashes and files. */
export class Command {
  readonly folder: string;
  /** What it runs in: its folders, and a PATH on which it is `kstash`. */
  readonly env: NodeJS.ProcessEnv;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = {
      ...env,
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      HOME: folder,
      TMPDIR: join(folder, "tmp"),
      KSTASH_FILE_ROOT: this.root,
      PEAK_MEMORY_FILE: join(folder, "peak-memory"),
    };
  }

  /** @param env what it is set up with, besides its folders */
  static async prepare(env: NodeJS.ProcessEnv = {}): Promise<Command> {
    if (!existsSync(cli)) throw new Error("kstash is not built: run npm run build, then try again");
    const command = new Command(await mkdtemp(join(tmpdir(), "kstash-command-")), env);
    await mkdir(command.path("tmp"));
    await mkdir(command.path("bin"));
    const script = `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`;
    await writeFile(command.path("bin/kstash"), script, { mode: 0o755 });
    return command;
  }

  /** Where the backend `file` keeps its stashes. */
  get root(): string {
    return this.path("root");
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  start(args: readonly string[]): ChildProcess & { stdout: Readable; stderr: Readable } {
    const program = ["--import", here("./peak-memory.mjs"), cli, ...args];
    const child = spawn(process.execPath, program, { env: this.env, stdio: "pipe" });
    // A command that ends early does not read all that it is given.
    child.stdin.on("error", () => {});
    return child;
  }

  async run(args: readonly string[], input?: Readable) {
    const child = this.start(args);
    const fed = input && child.stdin && pipeline(input, child.stdin).catch(() => {});
    if (!fed) child.stdin?.end();
    const [out, err, [code]] = await Promise.all([
      buffer(child.stdout),
      buffer(child.stderr),
      once(child, "close") as Promise<[number | null]>,
      fed,
    ]);
    const peakMiB = Number(await readFile(this.path("peak-memory"), "utf8")) / 1024;
    return { code, out, err: err.toString(), peakMiB };
  }

  /** Runs a line of shell in which `kstash` is the command. */
  async shell(line: string) {
    const child = spawn("sh", ["-c", line], { env: this.env, cwd: this.folder });
    const [out, err] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
    return { out: out.toString(), err: err.toString() };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** What points the command to a server for S3. */
export function environmentFor({ endpoint, region, credentials }: S3Server): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
