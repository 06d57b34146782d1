import { execFile } from "node:child_process";

/** What a program that was run to its end has said. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program in a folder, as a user at a fresh prompt would; a failure is an outcome too.
 *
 * @param input what it reads on standard input
 */
export function attempt(
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = {},
  input = "",
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...freshEnvironment(), ...env }, maxBuffer: 2 ** 26 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, stdout, stderr: error && !stderr ? error.message : stderr });
    });
    // A program that ends early does not read all that it is given.
    child.stdin?.on("error", () => {}).end(input);
  });
}

/**
 * Runs a program that has to succeed, and answers what it printed.
 *
 * @throws {Error} with all that it said, where it failed
 */
export async function run(
  folder: string,
  command: readonly [string, ...string[]],
  env?: NodeJS.ProcessEnv,
  input?: string,
): Promise<string> {
  const { code, stdout, stderr } = await attempt(folder, command, env, input);
  if (code !== 0) throw new Error(`${command.join(" ")} exited with ${code}\n${stdout}\n${stderr}`);
  return stdout;
}

// npm tells its scripts which package they belong to, nx wants colours, and Jest and the shell may set
// Node's options and AWS's: none of it is there for a user who installs from an empty folder.
const ours =
  /^(?:npm_(?:lifecycle|package|command|execpath|config_local_prefix)|INIT_CWD|FORCE_COLOR|NODE_|NX_|AWS_|KSTASH_)/;

function freshEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
