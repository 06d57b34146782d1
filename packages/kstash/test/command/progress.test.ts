import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type FileHandle, open, readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { Command, environmentFor } from "./process.js";
import { describeWith, Terminal } from "./terminal.js";

const MIB = 1024 * 1024;
const bytes = randomBytes(24 * MIB);

describeWith("tmux", "bash")("in a terminal", () => {
  let server: S3Server;
  let kstash: Command;
  let terminal: Terminal;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["default"] });
    kstash = await Command.prepare(environmentFor(server));
    await writeFile(kstash.path("large"), bytes);
    terminal = await Terminal.start(kstash, ["bash", "--norc", "--noprofile"]);
    await terminal.shows(/^\$ $|^\$$/m);
  });
  afterAll(async () => {
    await terminal.close();
    await server.close();
    await kstash.remove();
  });

  test("create shows how much it has read, and clears the line", async () => {
    const input = await feed("a", "kstash create pipe --backends file", 10 * MIB);
    await terminal.shows(/^reading 10\.0 MiB, [\d.]+ [KM]iB\/s$/m);
    await input.close();
    const screen = await terminal.shows(/^file:\/\/default\/pipe\.[0-9a-f]{32}\n\$$/m);
    expect(screen).not.toContain("reading");
  });

  test("create shows how much of a file it has stored on S3", async () => {
    const gate = new Gate();
    server.faults.next({ method: "PUT", wait: gate.opened, times: Infinity });
    await clear();
    await terminal.enter("kstash create large large");
    await terminal.shows(/^storing [\d.]+ [KM]?i?B of 24\.0 MiB \(\d+ %\), [\d.]+ [KM]?i?B\/s$/m);
    gate.open();
    const screen = await terminal.shows(/^s3:\/\/default\/large\.[0-9a-f]{32}\n\$$/m);
    server.faults.clear();
    expect(screen).not.toContain("storing");
  });

  test("retrieve and inspect show how much they have read of it", async () => {
    for (const command of ['kstash retrieve "$address" --out copy', 'kstash inspect "$address"']) {
      const gate = new Gate();
      await clear();
      await terminal.enter("address=$(kstash create large large) && echo ready");
      await terminal.shows(/^ready\n/m);
      server.faults.next({
        method: "GET",
        body: ({ length, chunks }) => ({ length, chunks: held(chunks, MIB, gate) }),
        times: Infinity,
      });
      await clear();
      await terminal.enter(`${command}; echo done $?`);
      await terminal.shows(/^reading [\d.]+ MiB of 24\.0 MiB \(\d+ %\), [\d.]+ [KM]iB\/s$/m);
      gate.open();
      const screen = await terminal.shows(/^done 0$/m);
      server.faults.clear();
      expect(screen).not.toContain("reading");
    }
    expect((await readFile(kstash.path("copy"))).equals(bytes)).toBe(true);
  });

  test("an interrupted command leaves nothing of its line", async () => {
    const input = await feed("b", "kstash create pipe --backends file", 6 * MIB);
    await terminal.shows(/^reading 6\.0 MiB/m);
    await terminal.press("C-c");
    const screen = await terminal.shows(/^(\^C)?\n?\$$/m);
    expect(screen).not.toContain("reading");
    await input.close();
  });

  test("nothing is shown with --quiet, on a dumb terminal, amid a payload, or where standard error is no terminal", async () => {
    await clear();
    await terminal.enter("address=$(printf '%200s' x | kstash create small) && echo ready");
    await terminal.shows(/^ready\n/m);
    const gate = new Gate();
    const { reached } = server.faults.next({
      method: "GET",
      body: ({ length, chunks }) => ({ length, chunks: held(chunks, 100, gate) }),
    });
    // Whatever the earlier commands would show, they would by the time that the last one does.
    const before = terminal.transcript.length;
    const quiet = await feed("c", "kstash create pipe --backends file --quiet", 2 * MIB, "&");
    const dumb = await feed("d", "TERM=dumb kstash create pipe --backends file", 3 * MIB, "&");
    const piped = await feed("e", "kstash create pipe --backends file 2> errors", 4 * MIB, "&");
    await terminal.enter('kstash retrieve "$address" &');
    await reached;
    const shown = await feed("f", "kstash create pipe --backends file", 7 * MIB);
    await terminal.shows(/^reading 7\.0 MiB/m);
    gate.open();
    for (const input of [quiet, dumb, piped, shown]) await input.close();
    await terminal.enter("wait; echo done");
    await terminal.shows(/^done$/m);
    expect(terminal.transcript.slice(before)).not.toMatch(/reading (?:[234]\.|\d+ B)/);
    expect(await readFile(kstash.path("errors"), "utf8")).toBe("");
  });

  /** Starts a command whose input is a pipe, and gives it so many bytes. */
  async function feed(name: string, line: string, length: number, end = ""): Promise<FileHandle> {
    const pipe = kstash.path(name);
    execFileSync("mkfifo", [pipe]);
    if (end === "") await clear();
    await terminal.enter(`${line} < ${pipe} ${end}`);
    const input = await open(pipe, "w");
    await input.write(bytes.subarray(0, length));
    return input;
  }

  async function clear(): Promise<void> {
    await terminal.enter("clear");
    await terminal.shows(/^\$$/);
  }
});

/** Something that a test lets happen. */
class Gate {
  open = () => {};
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** Chunks, which wait at the gate after so many bytes. */
async function* held(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, bytes: number, gate: Gate) {
  let left = bytes;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    if (chunk.length > left) {
      await gate.opened;
      yield chunk.subarray(left);
    }
    left = Math.max(left - chunk.length, 0);
  }
}
