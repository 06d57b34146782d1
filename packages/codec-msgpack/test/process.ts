import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a program prints, run in a process of its own: what it does to a library stays there. */
export async function run(program: string, env: Record<string, string> = {}): Promise<string> {
  const flags = ["--conditions=@kstash/source", "--import=@kstash/jest/typescript"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, "--input-type=module", "--eval", program],
    { cwd: import.meta.dirname, env: { ...process.env, NODE_OPTIONS: "", ...env } },
  );
  return stdout.trim();
}
