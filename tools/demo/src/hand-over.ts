import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const receiver = fileURLToPath(new URL("./receiver.js", import.meta.url));

/**
 * Starts process B with the message on its standard input.
 *
 * @param env what B is set up with; it never gets credentials of S3
 * @returns B's exit code
 */
export async function handOver(message: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { PATH, HOME, TZ } = process.env;
  const child = spawn(process.execPath, [receiver], {
    stdio: ["pipe", "inherit", "inherit"],
    env: { PATH, HOME, TZ, ...env },
  });
  child.stdin.end(message);
  const [code] = (await once(child, "close")) as [number];
  return code;
}
