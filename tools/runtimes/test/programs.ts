import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { attempt, run } from "@kstash/packed";
import { blocksOf, faultsOf, readmes } from "@kstash/readme";
import { amazonPreload } from "@kstash/s3-server";
import { runProgram } from "../src/conformance.js";
import { conformance, type Program } from "../src/matrix.js";
import { runtimes } from "../src/runtimes.js";
import type { Stage } from "../src/stage.js";

/** What is run as a program, in each runtime that runs programs. */
export function describePrograms(stage: () => Stage): void {
  describe.each([...runtimes])("$title", ({ version, command, preload }) => {
    test("is the version that was asked for", async () => {
      const { folder } = stage();
      const [program] = command(folder);
      expect(await run(folder, [program, "--version"])).toContain(version);
    });

    test.each(conformance)("%s", async (part) => {
      const { folder, env } = stage();
      const { passed, failures } = await runProgram(folder, command(folder), part, env);
      expect(failures).toEqual([]);
      expect(passed).toBeGreaterThan(20);
    });

    test("the examples of this page" satisfies Program, async () => {
      const { folder, env } = stage();
      for (const file of readmes().filter(isOfTheUmbrella)) {
        const blocks = blocksOf(file).filter(({ info }) => info[0] === "ts" && info[1] !== "check");
        expect(blocks).not.toEqual([]);
        const runtime = [...command(folder), preload, amazonPreload] as [string, ...string[]];
        const surroundings = { runtime, folder, home: join(folder, "home"), env };
        expect(await faultsOf(blocks, surroundings)).toEqual([]);
      }
    });

    test("the command `kstash`" satisfies Program, async () => {
      const { folder, env } = stage();
      const home = await mkdtemp(join(folder, "home/"));
      const script = join(folder, "node_modules/kstash/dist/cli.js");
      const argv = [...command(folder), preload, amazonPreload, script] as [string, ...string[]];
      const atHome = { ...env, HOME: home, KSTASH_FILE_ROOT: join(home, "stashes") };
      const kstash = (args: string[], input?: string) =>
        run(home, [...argv, ...args], atHome, input);

      const local = (await kstash(["create", "x", "--backends", "file"], "hello")).trim();
      expect(local).toMatch(/^file:\/\/default\/x\.[0-9a-f]{32}$/);
      expect(await kstash(["retrieve", local, "--backends", "file"])).toBe("hello");
      expect(await kstash(["remove", local, "--backends", "file"])).toBe("removed\n");
      const gone = await attempt(home, [...argv, "retrieve", local, "--backends", "file"], atHome);
      expect(gone).toMatchObject({ code: 3, stdout: "" });

      const order = { text: "x".repeat(300) };
      const address = (await kstash(["create", "x", "--as", "json"], JSON.stringify(order))).trim();
      const link = (await kstash(["share", address])).trim();
      const report = JSON.parse(await kstash(["inspect", link, "--json"])) as object;
      expect(report).toMatchObject({ scheme: "https", namespace: "default", verifies: true });
      expect(JSON.stringify(report)).not.toContain("X-Amz-");
      const letter = JSON.stringify({ id: 1, order: { $kstash: address } });
      expect(JSON.parse(await kstash(["message"], letter))).toEqual({ id: 1, order });
      expect(await kstash(["completion", "bash"])).toContain("kstash");
    });

    test('`require("kstash")`' satisfies Program, async () => {
      const { folder } = stage();
      expect(await run(folder, [...command(folder), "require.cjs"])).toBe(
        'mem://default/object.88d340efd6a85550a75bef32d5c2e973 {"data":123} true\n',
      );
    });
  });
}

/** The repo's README, and that of the package `kstash`. */
function isOfTheUmbrella(path: string): boolean {
  return !path.includes("/packages/") || path.endsWith("/packages/kstash/README.md");
}
