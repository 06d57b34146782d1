import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { run } from "@kstash/packed";
import { installFixture } from "./fixture.js";

let umbrella: string;
beforeAll(async () => {
  umbrella = await installFixture("umbrella");
});

test.each(["import.js", "require.cjs"])("a round trip by %s", async (program) => {
  expect(await run(umbrella, ["node", program])).toBe(
    'mem://default/object.88d340efd6a85550a75bef32d5c2e973 {"data":123} true\n',
  );
});

test("has all that core has, under its own names", async () => {
  const program = `
    import * as core from "@kstash/core";
    import * as kstash from "kstash";
    const isOther = (name) => kstash[name] !== core[name] || (core[name].name ?? name) !== name;
    console.log(Object.keys(core).filter(isOther));`;
  expect(await run(umbrella, ["node", "--input-type=module", "-e", program])).toBe("[]\n");
});

describe("what a program loads", () => {
  test("an inline round trip loads core, the codec and that one backend: nothing of AWS", async () => {
    const { printed, loaded } = await trace("inline.js");
    expect(printed).toBe("inline://stashes/colorcode?data=DA%3D%3D 12\n");
    expect(loaded.filter((name) => name.includes("kstash"))).toEqual([
      "@kstash/backend-inline",
      "@kstash/codec-cbor",
      "@kstash/core",
      "kstash",
    ]);
    expect(loaded.filter((name) => /^@(?:aws|smithy)/.test(name))).toEqual([]);
  });

  // Without this one, the test above would pass as well if nothing were ever traced.
  test("a put on S3 loads the SDK", async () => {
    const { printed, loaded } = await trace("s3.js", {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_MAX_ATTEMPTS: "1",
    });
    expect(printed).toMatch(/^BACKEND_REMOTE_ERROR: /);
    expect(loaded).toContain("@kstash/backend-s3");
    expect(loaded).toContain("@aws-sdk/client-s3");
  });
});

test.each([
  ["az", "azure"],
  ["gs", "gcs"],
])("a backend that is not part of it, %s, says what to install", async (name, folder) => {
  const program = `
    import * as kstash from "kstash";
    const address = "${name}://stashes/a.88d340efd6a85550a75bef32d5c2e973";
    await kstash.retrieve(address, { config: { backends: ["${name}"] } }).catch(({ message }) => console.log(message));`;
  expect(await run(umbrella, ["node", "--input-type=module", "-e", program])).toBe(
    `backend "${name}" could not be loaded: it is not installed: npm install @kstash/backend-${folder}\n`,
  );
});

/** Runs a program of the fixture, and lists the packages that it has loaded. */
async function trace(program: string, env: NodeJS.ProcessEnv = {}) {
  const list = join(umbrella, `${program}.loaded`);
  const printed = await run(umbrella, ["node", "--import", "./trace.js", program], {
    ...env,
    LOADED: list,
  });
  const packages = (await readFile(list, "utf8"))
    .split("\n")
    .map((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((name) => name !== undefined);
  return { printed, loaded: [...new Set(packages)].toSorted() };
}
