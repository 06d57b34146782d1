import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where the backend named `file` keeps its stashes: `KSTASH_FILE_ROOT`, else `kstash` in the user's
 * data folder (`XDG_DATA_HOME`, by default `~/.local/share`; `~/Library/Application Support` on
 * macOS; `%LOCALAPPDATA%` on Windows).
 */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return env["KSTASH_FILE_ROOT"] || join(userData(env, platform, home), "kstash");
}

function userData(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === "darwin") return join(home, "Library", "Application Support");
  if (platform === "win32") return env["LOCALAPPDATA"] || join(home, "AppData", "Local");
  return env["XDG_DATA_HOME"] || join(home, ".local", "share");
}
