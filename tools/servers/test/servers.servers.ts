import { describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installServers, startRabbitMq, startRedis } from "../src/index.js";
import { script } from "../src/paths.js";
import { startServer } from "../src/server.js";

// Where they are not, installServers has said so.
const describeInstalled = installServers() ? describe : describe.skip;

describeInstalled("a server", () => {
  // Redis is one process; RabbitMQ has children, and Erlang's register of nodes.
  test.each([
    ["Redis", startRedis],
    ["RabbitMQ", startRabbitMq],
  ])("%s takes connections until it is closed", async (_, start) => {
    const { url, close } = await start();
    expect(await answers(url)).toBe(true);
    await close();
    expect(await answers(url)).toBe(false);
  });
});

test("a server ends with the program that started it, and leaves nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kstash-servers-"));
  // Its child would outlive it, were they not ended as a group.
  const server = "sleep 600 & echo $! $$; wait";
  const child = spawn(script("run.sh"), [folder, "bash", "-c", server]);
  const ended = once(child, "close");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const pids = line.toString().trim().split(" ").map(Number);
  expect(pids.map(isRunning)).toEqual([true, true]);
  child.stdin.end(); // as the system does when a program is killed
  await ended;
  expect(pids.map(isRunning)).toEqual([false, false]);
  expect(existsSync(folder)).toBe(false);
});

test("a server that does not start is an Error with what it printed", async () => {
  const started = startServer(() => ({
    url: "",
    command: ["bash", "-c", "echo the port is taken >&2; exit 1"],
    ready: /ready/,
  }));
  await expect(started).rejects.toThrow("bash did not start:\nthe port is taken");
});

async function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`); // gone as well where nobody has waited for a process that ended
}
