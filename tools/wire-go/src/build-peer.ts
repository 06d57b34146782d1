import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const program = fileURLToPath(new URL("../.peers/peer", import.meta.url));

/**
 * Builds the Go program, which takes a moment where nothing has changed since.
 *
 * @returns its path; where there is no Go `undefined`, and standard error says so
 * @throws Error where it does not compile, and standard error says why
 */
export function buildPeer(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { status, error } = spawnSync("go", ["build", "-o", program, "./peer"], {
    cwd: folder,
    // No module is fetched: the program needs the standard library alone.
    env: { ...env, GOFLAGS: "-mod=readonly -buildvcs=false", GOTOOLCHAIN: "local", GOWORK: "off" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    process.stderr.write(
      "\n*** THE WIRE FORMAT IS NOT TESTED AGAINST GO: THERE IS NO go ON THE PATH (1.19 or later) ***\n\n",
    );
    return undefined;
  }
  if (status === 0) return program;
  throw new Error("go build failed: its output is above", { cause: error });
}
