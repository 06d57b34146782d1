import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

// Said by the SDK on every start under Node 20; it is no part of what is measured.
const QUIET = {
  AWS_JS_NO_NODE_VERSION_WARNING: "1",
  AWS_JS_SDK_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
};

/** This process's environment, for one that says nothing but what it is to say. */
export function quiet(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...QUIET, ...env };
}

/** Runs one of the programs in `children`, or the one at a path, to its end, and gives what it printed. */
export function runChild(
  name: string,
  args: readonly (string | number)[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = name.includes("/")
    ? name
    : fileURLToPath(new URL(`../children/${name}.js`, import.meta.url));
  const options = { env: quiet(env) };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...args.map(String)], options, (error, stdout) =>
      error ? reject(error) : resolve(stdout.trim()),
    );
  });
}
