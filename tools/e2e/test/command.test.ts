import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { attempt, run } from "@kstash/packed";
import {
  amazonEnvironment,
  amazonPreload,
  type S3Server,
  startS3Server,
  wrongBody,
} from "@kstash/s3-server";
import { installFixture } from "./fixture.js";

let folder: string;
let server: S3Server;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await installFixture("umbrella");
  server = await startS3Server({ tls: true, buckets: ["default", "stashes"] });
  env = {
    ...amazonEnvironment(server),
    NODE_OPTIONS: `--import=${amazonPreload}`,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    PATH: `${join(folder, "node_modules/.bin")}:${process.env["PATH"]}`,
    HOME: await mkdtemp(join(folder, "home-")),
    KSTASH_FILE_ROOT: join(folder, "stashes"),
  };
});
afterAll(() => server?.close());

const kstash = (args: readonly string[], input?: string) =>
  attempt(folder, ["kstash", ...args], env, input);
/** What a line of shell prints, in which `kstash` is the command. */
const shell = (line: string) => run(folder, ["bash", "-o", "pipefail", "-c", line], env);

const large = "x".repeat(300);
const nothing = "0".repeat(32);

test("npx kstash --version and --help: the package's version, and every command", async () => {
  const { version } = JSON.parse(
    await readFile(join(folder, "node_modules/kstash/package.json"), "utf8"),
  ) as { version: string };
  expect(await run(folder, ["npx", "kstash", "--version"])).toBe(`${version}\n`);
  const help = await run(folder, ["npx", "kstash", "--help"]);
  const commands = ["create", "retrieve", "inspect", "share", "remove", "message", "completion"];
  for (const command of commands) {
    expect(help).toContain(`kstash ${command} `);
    expect(await run(folder, ["npx", "kstash", command, "--help"])).toContain("Examples");
  }
});

describe("in pipes", () => {
  test("a payload goes to S3 and comes back", async () => {
    const back = await shell(`printf %s ${large} | kstash create x | kstash retrieve -`);
    expect(back).toBe(large);
  });

  test("a file goes into a folder, and into another file", async () => {
    const line = "kstash create manifest package.json --backends file";
    await shell(`${line} | kstash retrieve - --backends file --out copy.json`);
    const [one, two] = await Promise.all(
      ["package.json", "copy.json"].map((name) => readFile(join(folder, name), "utf8")),
    );
    expect(two).toBe(one);
  });

  test("what was removed is not there any more", async () => {
    const line = `printf %s ${large} | kstash create gone > address && kstash remove - < address`;
    expect(await shell(line)).toBe("removed\n");
    expect(await shell("kstash remove - < address")).toBe("nothing was there\n");
  });

  test("a shared link is retrieved and inspected, and its query not printed", async () => {
    await shell(`printf %s ${large} | kstash create shared --as text | kstash share - > link`);
    expect(await shell("kstash retrieve - < link")).toBe(large);
    const report = await shell("kstash inspect - --json < link");
    expect(JSON.parse(report)).toMatchObject({
      scheme: "https",
      namespace: "default",
      name: "shared",
      verifies: true,
    });
    expect(report).not.toContain("X-Amz-");
  });

  test("a dead letter becomes whole again", async () => {
    const order = { id: 12, text: large };
    await writeFile(join(folder, "order.json"), JSON.stringify(order));
    const line = `kstash create order --as json < order.json | sed 's/.*/{"$kstash":"&"}/' | kstash message`;
    expect(JSON.parse(await shell(line))).toEqual(order);
  });

  test("variables speak where options are not given", async () => {
    const address = await shell(`printf %s ${large} | KSTASH_NAMESPACE=stashes kstash create x`);
    expect(address).toMatch(/^s3:\/\/stashes\/x\.[0-9a-f]{32}\n$/);
    const local = await shell(`printf %s ${large} | KSTASH_BACKENDS=file kstash create x`);
    expect(local).toMatch(/^file:\/\/default\/x\./);
  });

  test("output that is closed early is no error of the command", async () => {
    const line = `head -c 3000000 /dev/zero | kstash create big --backends file > big
      set +o pipefail; kstash retrieve - --backends file < big | head -c 1 | wc -c; echo \${PIPESTATUS[0]}`;
    expect(await shell(line)).toBe("1\n141\n");
  });
});

test.each(["bash", "zsh", "fish"])("completion for %s names the commands", async (name) => {
  const { code, stdout } = await kstash(["completion", name]);
  expect(code).toBe(0);
  expect(stdout).toContain("inspect");
});

test("bash takes the completion as it is printed", async () => {
  const line = `eval "$(kstash completion bash)"; complete -p kstash`;
  expect(await shell(line)).toContain("kstash");
});

describe("exit codes", () => {
  const stash = "inline://default/x?data=ZWhlbGxv";
  test.each<[number, string, string[], string]>([
    [1, "a file that is not there", ["create", "x", "no-such-file"], ""],
    [2, "a command that there is not", ["destroy", "x"], ""],
    [2, "an option that there is not", ["create", "x", "--fast"], ""],
    [2, "a value that is not possible", ["share", `s3://default/x.${nothing}`, "--ttl", "0"], ""],
    [3, "nothing there", ["retrieve", `s3://default/x.${nothing}`], ""],
    [3, "nothing there to inspect", ["inspect", `s3://default/x.${nothing}`], ""],
    [3, "a reference to nothing", ["message"], `{"a":{"$kstash":"s3://default/x.${nothing}"}}`],
    [5, "larger than allowed", ["create", "x", "--max-bytes", "100"], large],
    [7, "no backend for the address", ["retrieve", stash, "--backends", "file"], ""],
    [8, "what the backend cannot do", ["share", stash], ""],
    [9, "an address that is none", ["retrieve", "nonsense"], ""],
    [9, "a link to a private host", ["inspect", `https://127.0.0.1/default/x.${nothing}`], ""],
    [10, "input that is not JSON", ["create", "x", "--as", "json"], "{"],
  ])("%i: %s", async (code, _, args, input) => {
    const outcome = await kstash(args, input);
    expect(outcome).toMatchObject({ code, stderr: expect.stringMatching(/^kstash: /) });
    expect(outcome.stderr).not.toContain("    at ");
  });

  test("4: not what was stored", async () => {
    const { stdout } = await kstash(["create", "wrong"], large);
    server.faults.next({ method: "GET", body: wrongBody, times: Infinity });
    const outcome = await kstash(["inspect", stdout.trim()]);
    server.faults.clear();
    expect(outcome).toMatchObject({ code: 4, stdout: expect.stringContaining("verifies      no") });
  });

  test("6: the backend failed", async () => {
    const answer = { status: 403, code: "AccessDenied" };
    server.faults.next({ method: "PUT", answer, times: Infinity });
    const outcome = await kstash(["create", "denied"], large);
    server.faults.clear();
    expect(outcome).toMatchObject({ code: 6, stdout: "" });
    expect(outcome.stderr).toContain("AccessDenied");
  });
});
