import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";
import { describe } from "@jest/globals";
import type { Command } from "./process.js";

const run = promisify(execFile);

/** As `describe`; skipped, loudly, where one of the programs is not installed. */
export function describeWith(...programs: string[]): typeof describe | typeof describe.skip {
  const missing = programs.filter((name) => spawnSync(name, ["--version"]).error ?? false);
  // tmux has no --version.
  const absent = missing.filter((name) => spawnSync(name, ["-V"]).error ?? false);
  if (absent.length === 0) return describe;
  process.stderr.write(
    `*** NOT TESTED IN A TERMINAL: ${absent.join(", ")} MISSING *** (Debian: apt-get install tmux zsh fish)\n`,
  );
  return describe.skip;
}

/** A shell in a real terminal, which is tmux's, with `kstash` on its PATH. */
export class Terminal {
  readonly #socket: string;
  readonly #client: ChildProcess;
  /** Everything that was written to the terminal so far, as tmux reports it. */
  transcript = "";

  private constructor(socket: string, client: ChildProcess) {
    this.#socket = socket;
    this.#client = client;
    client.stdout?.on("data", (data: Buffer) => (this.transcript += data.toString()));
  }

  static async start(command: Command, shell: readonly string[]): Promise<Terminal> {
    const socket = command.path(`terminal-${process.hrtime.bigint()}`);
    await mkdir(command.path("config"), { recursive: true });
    const size = ["-x", "120", "-y", "40"];
    // In control mode, tmux says at once what is written to the terminal.
    const args = ["-S", socket, "-f", "/dev/null", "-C", "new-session", ...size, ...shell];
    const env = {
      ...command.env,
      PS1: "$ ",
      TERM: "xterm-256color",
      XDG_CONFIG_HOME: command.path("config"),
      LC_ALL: "C.UTF-8",
    };
    const client = spawn("tmux", args, { env, cwd: command.folder });
    const terminal = new Terminal(socket, client);
    await once(client.stdout, "data");
    return terminal;
  }

  async type(text: string): Promise<void> {
    await run("tmux", ["-S", this.#socket, "send-keys", "-l", text]);
  }

  /** A key by tmux's name for it: `Enter`, `Tab`, `C-c`. */
  async press(key: string): Promise<void> {
    await run("tmux", ["-S", this.#socket, "send-keys", key]);
  }

  async enter(line: string): Promise<void> {
    await this.type(line);
    await this.press("Enter");
  }

  /** Waits until the screen matches, and returns it. */
  async shows(pattern: RegExp): Promise<string> {
    const signal = AbortSignal.timeout(15_000);
    let screen = "";
    try {
      for (;;) {
        const output = once(this.#client.stdout!, "data", { signal });
        output.catch(() => {});
        screen = await this.screen();
        if (pattern.test(screen)) return screen;
        await output;
      }
    } catch (cause) {
      throw new Error(`the terminal never showed ${pattern}, but:\n${screen}`, { cause });
    }
  }

  async screen(): Promise<string> {
    const { stdout } = await run("tmux", ["-S", this.#socket, "capture-pane", "-p"]);
    return stdout.trimEnd();
  }

  async close(): Promise<void> {
    const closed = once(this.#client, "close");
    await run("tmux", ["-S", this.#socket, "kill-server"]);
    await closed;
  }
}
