import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { attempt, install, run } from "@kstash/packed";
import { amazon, amazonEnvironment, blocksOf, faultsOf, readmes } from "@kstash/readme";
import { type SqsServer, startSqsServer } from "@kstash/sqs-server";
import { runKit } from "../src/conformance.js";
import { conformance, exceptions, type Part } from "../src/matrix.js";
import { runtimes } from "../src/runtimes.js";
import { type RunningStore, startStore } from "../src/store.js";

let folder: string;
let http: RunningStore;
let https: RunningStore;
let sqs: SqsServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await install(new URL("../fixture/", import.meta.url));
  [http, https, sqs] = await Promise.all([
    startStore({ tls: false }),
    startStore({ tls: true }),
    startSqsServer({ tls: true, queues: ["orders"] }),
  ]);
  await mkdir(join(folder, "home"));
  env = {
    ...amazonEnvironment({ ...https, credentials: https }, sqs, https.ca!),
    STORES: JSON.stringify({ http, https }),
    NO_COLOR: "1",
  };
}, 300_000);
afterAll(() => Promise.all([http?.close(), https?.close(), sqs?.close()]));

describe.each([...runtimes])("$title", ({ title, command, preload }) => {
  /** That it can, or that it still cannot. */
  function promise(part: Part, check: () => Promise<void>): void {
    const reason = exceptions[title]?.[part];
    if (!reason) test(part, check);
    else test(`not ${part}: ${reason}`, () => expect(check()).rejects.toThrow());
  }

  for (const part of conformance) {
    promise(part, async () => {
      const { passed, failures } = await runKit(folder, command(folder), part, env);
      expect(failures).toEqual([]);
      expect(passed).toBeGreaterThan(20);
    });
  }

  promise("the examples of this page", async () => {
    for (const file of readmes().filter((path) => isOfTheUmbrella(path))) {
      const blocks = blocksOf(file).filter(({ info }) => info[0] === "ts" && info[1] !== "check");
      const runtime = [...command(folder), preload, amazon] as [string, ...string[]];
      const surroundings = { runtime, folder, home: join(folder, "home"), env };
      expect(await faultsOf(blocks, surroundings)).toEqual([]);
    }
  });

  promise("the command `kstash`", async () => {
    const home = await mkdtemp(join(folder, "home/"));
    const script = join(folder, "node_modules/kstash/dist/cli.js");
    const argv = [...command(folder), preload, amazon, script] as const;
    const atHome = { ...env, HOME: home, KSTASH_FILE_ROOT: join(home, "stashes") };
    const kstash = (args: string[], input?: string) =>
      run(home, [...argv, ...args] as [string, ...string[]], atHome, input);

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

  promise('`require("kstash")`', async () => {
    expect(await run(folder, [...command(folder), "require.cjs"])).toBe(
      'mem://default/object.88d340efd6a85550a75bef32d5c2e973 {"data":123} true\n',
    );
  });
});

/** The repo's README, and that of the package `kstash`. */
function isOfTheUmbrella(path: string): boolean {
  return !path.includes("/packages/") || path.endsWith("/packages/kstash/README.md");
}
