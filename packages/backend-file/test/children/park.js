// Loaded before a child's own script. It stops the child for good at the step of a put that PARK_AT
// names, and says so; the system calls before it are real. With FAULT, one call goes wrong instead.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { PARK_AT, FAULT } = process.env;
const handle = await fs.promises.open(process.execPath);
const FileHandle = Object.getPrototypeOf(handle);
const { sync, write } = FileHandle;
const { open, rename, unlink } = fs.promises;
await handle.close();
let written = false;
let renamed = false;

function park() {
  setInterval(() => {}, 60_000);
  process.stdout.write("parked\n");
  return new Promise(() => {});
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
  return sync.call(this);
};
fs.promises.rename = async (from, to) => {
  if (PARK_AT === "rename") return park();
  // What happens to a writer that slept for longer than a draft is kept.
  if (FAULT === "draft-gone" && !renamed) await unlink(from);
  renamed = true;
  return rename(from, to);
};
if (FAULT === "disk-full") {
  // The kernel's own ENOSPC, for whatever is written to a draft.
  fs.promises.open = (path, flags, mode) =>
    flags === "wx" ? open("/dev/full", "w", mode) : open(path, flags, mode);
}
syncBuiltinESMExports();
