import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** An S3 server that is a process of its own: what it says of itself, as one line of JSON. */
export interface Store {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The path of the authority that its certificate is of. */
  readonly ca?: string;
}

export interface RunningStore extends Store {
  close(): Promise<void>;
}

/** Starts the repo's S3 server, with the buckets that the tests use. */
export async function startStore({ tls }: { tls: boolean }): Promise<RunningStore> {
  const buckets = ["conformance", "conformance-2", "stashes", "default"];
  const main = fileURLToPath(new URL("../../s3-server/dist/main.js", import.meta.url));
  const args = [main, ...(tls ? ["--tls"] : []), ...buckets.flatMap((name) => ["--bucket", name])];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const closed = once(child, "close");
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, "line"), closed])) as [string];
  return {
    ...(JSON.parse(line) as Store),
    // It ends when its standard input does.
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}
