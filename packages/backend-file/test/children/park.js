// Loaded before a child's own script. It stops the child for good at the step of a put that PARK_AT
// names, and says so; the system calls before it are real. With FAULT, one call goes wrong instead.
// With TRACE, it says what is flushed and renamed.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { PARK_AT, FAULT, TRACE } = process.env;
const handle = await fs.promises.open(process.execPath);
const FileHandle = Object.getPrototypeOf(handle);
const { sync, write } = FileHandle;
const { open, rename, unlink } = fs.promises;
await handle.close();
const paths = new WeakMap();
let written = false;
let renamed = false;

function park() {
  setInterval(() => {}, 60_000);
  process.stdout.write("parked\n");
  return new Promise(() => {});
}

function trace(call, path) {
  if (TRACE) process.stdout.write(`${JSON.stringify({ call, path })}\n`);
}

FileHandle.write = async function (bytes, at, length) {
  written = true;
  if (PARK_AT !== "write" || bytes.length < 1000) return write.call(this, bytes, at, length);
  await write.call(this, bytes, at, length >> 1);
  return park();
};
FileHandle.sync = async function () {
  if (PARK_AT === "sync" && written) return park();
  if (PARK_AT === "folder-sync" && renamed) return park();
  await sync.call(this);
  trace("sync", paths.get(this));
};
fs.promises.rename = async (from, to) => {
  if (PARK_AT === "rename") return park();
  // What happens to a writer that slept for longer than a draft is kept.
  if (FAULT === "draft-gone" && !renamed) await unlink(from);
  renamed = true;
  await rename(from, to);
  trace("rename", to);
};
fs.promises.open = async (path, flags, mode) => {
  // The kernel's own ENOSPC, for whatever is written to a draft.
  const full = FAULT === "disk-full" && flags === "wx";
  const handle = await (full ? open("/dev/full", "w", mode) : open(path, flags, mode));
  paths.set(handle, path);
  return handle;
};
syncBuiltinESMExports();
