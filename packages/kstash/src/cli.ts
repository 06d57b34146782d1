#!/usr/bin/env node
import { createWriteStream, fstatSync } from "node:fs";
import { main } from "./command/main.js";

const { stdin, stderr, env } = process;
// process.stdout takes a file for full when only part of a chunk fits, and says nothing.
const stdout = fstatSync(1).isFile() ? createWriteStream("", { fd: 1 }) : process.stdout;

// The first signal stops the operation, so that nothing half-written stays behind; the second kills.
const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => interruption.abort(name));
}

const { signal } = interruption;
process.exitCode = await main(process.argv.slice(2), { stdin, stdout, stderr, env, signal });
if (signal.aborted) process.kill(process.pid, signal.reason as NodeJS.Signals);
