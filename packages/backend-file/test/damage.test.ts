import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError, createKstash, StashCorrupted, StashNotFound } from "@kstash/core";
import { file } from "../src/index.js";
import { StaleDrafts } from "../src/stale-drafts.js";
import { StoredFile } from "../src/stored-file.js";
import { files } from "./files.js";
import { json } from "./json.js";

let folder: string;
let root: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kstash-"));
  root = join(folder, "root");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kstashOf = (at = root) =>
  createKstash({ codecs: [json], config: { backends: [file({ root: at })] } });

/** One stash, and its file. */
async function stored() {
  const { address } = await kstashOf().create("x", "payload");
  const [path = ""] = await files(root);
  return { address, path: join(root, path) };
}

describe("a damaged file", () => {
  const edit = (change: (text: string) => string) => async (path: string) =>
    writeFile(path, change(await readFile(path, "utf8")));

  test.each<[string, (path: string) => Promise<unknown>, RegExp]>([
    ["changed in place", edit((text) => text.replace("payload", "PAYLOAD")), /its md5 is/],
    ["longer, like its header", edit((text) => `${text.replace(":9}", ":10}")} `), /its md5 is/],
    [
      "shorter, like its header",
      edit((text) => text.replace(":9}", ":8}").slice(0, -1)),
      /its md5/,
    ],
    ["cut short", edit((text) => text.slice(0, -3)), /has 6 bytes of payload, 9 were stored/],
    ["with more at its end", edit((text) => `${text}!`), /has 10 bytes of payload, 9/],
    ["empty", (path) => truncate(path), /does not start with a header/],
    ["cut off in its header", (path) => truncate(path, 20), /does not start with a header/],
    [
      "that kstash did not write",
      (path) => writeFile(path, "hello\n{}"),
      /does not start with a header/,
    ],
    ["with a broken header", edit((text) => text.replace('":"', "")), /does not start with/],
    ["with a negative length", edit((text) => text.replace(":9}", ":-9}")), /does not start with/],
    [
      "with a length in quotes",
      edit((text) => text.replace(":9}", ':"9"}')),
      /does not start with/,
    ],
    ["of another version", edit((text) => text.replace("/1 ", "/2 ")), /does not start with/],
    ["of another name", edit((text) => text.replace('"x.', '"y.')), /belongs to another stash/],
    [
      "of another namespace",
      edit((text) => text.replace("default", "other")),
      /belongs to another stash/,
    ],
    ["that is a folder", (path) => rm(path).then(() => mkdir(path)), /is not a regular file/],
    [
      "that is a pipe",
      async (path) => void (await rm(path), mkfifo(path)),
      /is not a regular file/,
    ],
  ])("%s is StashCorrupted", async (_, damage, why) => {
    const { address, path } = await stored();
    await damage(path);
    const loading = kstashOf().retrieve(address);
    await expect(loading).rejects.toThrow(StashCorrupted);
    await expect(loading).rejects.toThrow(why);
    if ((await stat(path)).isDirectory()) return;
    // Storing it again repairs it.
    expect((await kstashOf().create("x", "payload")).address.equals(address)).toBe(true);
    expect((await kstashOf().retrieve(address)).data).toBe("payload");
    expect(await files(root)).toHaveLength(1);
  });

  test.each([700_000, 20_000_000])(
    "of %d bytes that shrinks while it is read is StashCorrupted",
    async (length) => {
      const { address } = await kstashOf().create("x", "x".repeat(length));
      const path = join(root, (await files(root))[0] ?? "");
      const read = StoredFile.prototype.read;
      StoredFile.prototype.read = function (...asked) {
        StoredFile.prototype.read = read;
        truncateSync(path, 1000);
        return read.apply(this, asked);
      };
      const loading = kstashOf().retrieve(address);
      await expect(loading).rejects.toThrow(StashCorrupted);
      await expect(loading).rejects.toThrow(/was cut short while it was read/);
    },
  );

  const mkfifo = (path: string) => execFileSync("mkfifo", [path]);
});

describe("a symbolic link", () => {
  test("in place of a stash's file is not followed, and is replaced", async () => {
    const { address, path } = await stored();
    const outside = join(folder, "outside");
    await copyFile(path, outside);
    await rm(path);
    await symlink(outside, path);
    const before = await readFile(outside);
    const loading = kstashOf().retrieve(address);
    await expect(loading).rejects.toThrow(StashCorrupted);
    await expect(loading).rejects.toThrow(/is a symbolic link, which is not followed/);
    await kstashOf().create("x", "payload");
    expect((await kstashOf().retrieve(address)).data).toBe("payload");
    expect(await readFile(outside)).toEqual(before);
    expect(await kstashOf().remove(address)).toBe(true);
    expect(await readFile(outside)).toEqual(before);
  });

  test.each([
    ["root/v1", (path: string) => dirname(dirname(path))],
    ["root/v1/xx", (path: string) => dirname(path)],
  ])("in place of %s is followed by no operation", async (_, linkOf) => {
    const { address, path } = await stored();
    const link = linkOf(path);
    const outside = join(folder, "outside");
    await rename(link, outside);
    await symlink(outside, link);
    const kstash = kstashOf();
    for (const run of [
      () => kstash.retrieve(address),
      () => kstash.remove(address),
      () => kstash.create("x", "payload"),
    ]) {
      await expect(run()).rejects.toThrow(BackendRemoteError);
      await expect(run()).rejects.toThrow(`${link}, but that is a symbolic link`);
    }
    expect(await files(outside)).toHaveLength(1);
  });

  test("in place of root/tmp is not written through", async () => {
    await mkdir(join(folder, "outside"));
    await mkdir(root);
    await symlink("../outside", join(root, "tmp"));
    await expect(kstashOf().create("x", 1)).rejects.toThrow(/tmp, but that is a symbolic link/);
    expect(await readdir(join(folder, "outside"))).toEqual([]);
  });
});

describe("obstacles", () => {
  test("a file where the root should be", async () => {
    await writeFile(root, "");
    const { address } = await kstashOf(join(folder, "elsewhere")).create("x", 1);
    const kstash = kstashOf();
    for (const run of [() => kstash.create("x", 1), () => kstash.retrieve(address)]) {
      const error: unknown = await run().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BackendRemoteError);
      expect(String(error)).toMatch(/under \/.*\/root: a file stands where a folder has to be/);
      expect((error as Error).cause).toMatchObject({ code: "ENOTDIR" });
    }
  });

  test("a file where a folder of the root should be", async () => {
    await mkdir(root);
    await writeFile(join(root, "v1"), "");
    const creating = kstashOf().create("x", 1);
    await expect(creating).rejects.toThrow(BackendRemoteError);
    await expect(creating).rejects.toThrow(/v1, but that is not a folder: move it away/);
  });

  test("a root that is a link to nothing", async () => {
    await symlink("nowhere", root);
    const creating = kstashOf().create("x", 1);
    await expect(creating).rejects.toThrow(BackendRemoteError);
    await expect(creating).rejects.toThrow(/choose another root/);
  });

  test("a root that is removed while the program runs is made again", async () => {
    const kstash = kstashOf();
    await kstash.create("x", 1);
    await rm(root, { recursive: true });
    const { address } = await kstash.create("x", 1);
    expect((await kstash.retrieve(address)).data).toBe(1);
  });
});

describe("permissions", () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

  test("are for the owner alone under a root that this package makes", async () => {
    const { path } = await stored();
    for (const made of [root, dirname(path), dirname(dirname(path)), join(root, "tmp")]) {
      expect(await modeOf(made)).toBe("700");
    }
    expect(await modeOf(path)).toBe("600");
  });

  test.each([
    [0o2770, "640"],
    [0o755, "644"],
    [0o700, "600"],
  ])("are those of an existing root: %o", async (mode, ofFile) => {
    await mkdir(root);
    await chmod(root, mode);
    const { path } = await stored();
    for (const made of [dirname(path), dirname(dirname(path)), join(root, "tmp")]) {
      expect(await modeOf(made)).toBe(mode.toString(8));
    }
    expect(await modeOf(path)).toBe(ofFile);
  });
});

describe("drafts of killed writers", () => {
  const HOUR_S = 3600;

  test("are removed a day after the last write to them, by the first put of a program", async () => {
    await stored();
    const ages = { fresh: 0, hours: 23 * HOUR_S, days: 25 * HOUR_S };
    for (const [name, age] of Object.entries(ages)) {
      const path = join(root, "tmp", name);
      await writeFile(path, "half");
      const then = Date.now() / 1000 - age;
      await utimes(path, then, then);
    }
    await mkdir(join(root, "tmp/folder"));
    await utimes(join(root, "tmp/folder"), 0, 0);
    await kstashOf().create("y", 1);
    expect((await readdir(join(root, "tmp"))).toSorted()).toEqual(["folder", "fresh", "hours"]);
  });

  test("are looked for at most once a day", async () => {
    const stale = new StaleDrafts();
    const now = Date.now();
    await stale.remove(folder, now);
    const draft = join(folder, "1-0");
    await writeFile(draft, "half");
    await utimes(draft, 0, 0);
    await stale.remove(folder, now + HOUR_S * 1000);
    expect(await readdir(folder)).toEqual(["1-0"]);
    await stale.remove(folder, now + 25 * HOUR_S * 1000);
    expect(await readdir(folder)).toEqual([]);
  });

  test("are never mistaken for a stash", async () => {
    const { address, path } = await stored();
    await rename(path, join(root, "tmp/1-0"));
    await expect(kstashOf().retrieve(address)).rejects.toThrow(StashNotFound);
  });
});
