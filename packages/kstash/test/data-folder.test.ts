import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { dataFolder } from "../src/data-folder.js";

test.each([
  ["linux", {}, join("/home/me", ".local", "share", "kstash")],
  ["linux", { XDG_DATA_HOME: "/data" }, join("/data", "kstash")],
  [
    "linux",
    { XDG_DATA_HOME: "", KSTASH_FILE_ROOT: "" },
    join("/home/me", ".local", "share", "kstash"),
  ],
  ["darwin", {}, join("/home/me", "Library", "Application Support", "kstash")],
  ["win32", {}, join("/home/me", "AppData", "Local", "kstash")],
  ["win32", { LOCALAPPDATA: "/local" }, join("/local", "kstash")],
  ["darwin", { KSTASH_FILE_ROOT: "/stashes" }, "/stashes"],
] as const)("on %s with %j the name file keeps its stashes in %s", (platform, env, folder) => {
  expect(dataFolder(env, platform, "/home/me")).toBe(folder);
});
