import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { attempt, install, run } from "@kstash/packed";
import { runProgram } from "../src/conformance.js";
import { runtimes } from "../src/runtimes.js";
import type { Stage } from "../src/stage.js";

const sdk = ["@aws-sdk/client-s3", "@aws-sdk/s3-request-presigner"];
const nodes = runtimes.filter(({ title }) => title.startsWith("Node.js"));
const [node20] = nodes;

/** What the AWS SDK's farewell to Node.js 20 means to `@kstash/backend-s3`. */
export function describeAwsSdk(stage: () => Stage): void {
  describe("with the oldest AWS SDK that backend-s3 allows", () => {
    let folder: string;
    beforeAll(async () => {
      folder = await installOldestSdk(stage().folder);
    });

    test("that SDK is the only one in the tree", async () => {
      const listing = await run(folder, ["npm", "ls", "--all", "--parseable", ...sdk]);
      const paths = listing.split("\n").filter((line) => line !== "");
      expect(paths).toHaveLength(sdk.length);
      for (const name of sdk) {
        const { version } = await readManifest(join(folder, "node_modules", name));
        expect(`^${version}`).toBe((await allowedSdk(folder))[name]);
      }
    });

    test("backend-s3 passes the conformance kit on Node.js 20", async () => {
      const command = node20!.command(stage().folder);
      const { passed, failures } = await runProgram(folder, command, "backend-s3", stage().env);
      expect(failures).toEqual([]);
      expect(passed).toBeGreaterThan(50);
    });
  });

  describe.each(nodes)("the SDK's warning of its farewell, on $title", ({ title, command }) => {
    const isWarned = title === "Node.js 20";
    const kstash = (config: string[], env: NodeJS.ProcessEnv = {}) => {
      const { folder, http } = stage();
      const script = "node_modules/kstash/dist/cli.js";
      const argv = [...command(folder), script, "create", "x", ...config] as [string, ...string[]];
      return attempt(folder, argv, { ...stage().env, AWS_ENDPOINT_URL_S3: http.endpoint, ...env });
    };

    test(`is ${isWarned ? "printed once, and nothing beside it" : "not printed"}`, async () => {
      const { code, stderr } = await kstash(["--backends", "s3"]);
      expect(code).toBe(0);
      if (isWarned) {
        expect(stderr).toMatch(/^\(node:\d+\) Warning: NodeVersionSupportWarning: [^]*node >=22/);
        expect(stderr.match(/NodeVersionSupportWarning/g)).toHaveLength(1);
        expect(stderr).not.toContain("kstash");
      } else expect(stderr).toBe("");
    });

    test("is not printed where S3 is not used, nor where the SDK is told not to", async () => {
      const silent = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
      expect(await kstash(["--backends", "inline"])).toMatchObject({ code: 0, stderr: "" });
      expect(await kstash(["--backends", "s3"], silent)).toMatchObject({ code: 0, stderr: "" });
    });
  });
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The ranges of the SDK's packages that backend-s3 allows, where it is installed. */
async function allowedSdk(folder: string): Promise<Readonly<Record<string, string>>> {
  return (await readManifest(join(folder, "node_modules/@kstash/backend-s3"))).dependencies;
}

/** An application that pins the oldest SDK, without the runtimes. */
async function installOldestSdk(installed: string): Promise<string> {
  const application = await mkdtemp(join(tmpdir(), "kstash-oldest-sdk-"));
  const fixture = fileURLToPath(new URL("../fixture/", import.meta.url));
  await cp(fixture, application, { recursive: true });
  const manifest = await readManifest(fixture);
  const allowed = await allowedSdk(installed);
  const isRuntime = (name: string) => /^(?:node-|@oven\/|@deno\/|@cloudflare\/)/.test(name);
  const others = Object.entries(manifest.dependencies).filter(([name]) => !isRuntime(name));
  const oldest = sdk.map((name) => [name, allowed[name]!.replace(/^\^/, "")]);
  const dependencies = Object.fromEntries([...others, ...oldest]) as Record<string, string>;
  await writeFile(join(application, "package.json"), JSON.stringify({ ...manifest, dependencies }));
  return install(pathToFileURL(application));
}
