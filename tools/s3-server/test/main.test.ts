import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
let folder: string;

// As `npm run build` makes it, but in a folder of this test's own.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "s3-server-"));
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  await cp(join(root, "certificates"), join(folder, "certificates"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  for (const name of await readdir(join(root, "src"), { recursive: true })) {
    if (!name.endsWith(".ts")) continue;
    const fileName = join(root, "src", name);
    const { outputText } = ts.transpileModule(await readFile(fileName, "utf8"), {
      compilerOptions,
      fileName,
    });
    const output = join(folder, "dist", name.replace(/ts$/, "js"));
    await mkdir(dirname(output), { recursive: true });
    await writeFile(output, outputText);
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function start(...flags: string[]) {
  const child = spawn(process.execPath, [join(folder, "dist/main.js"), ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, server: JSON.parse(line) as Record<string, string> };
}

test.each([
  { flags: ["--bucket", "one", "--bucket", "two"], end: "stdin" },
  { flags: ["--tls", "--bucket", "two", "--region", "eu-west-1"], end: "SIGTERM" },
] as const)("a server in a process of its own: $flags, ended by $end", async ({ flags, end }) => {
  const { child, server } = await start(...flags, "--root", join(folder, "objects"));
  const { endpoint = "", ca, accessKeyId = "", secretAccessKey = "", region = "" } = server;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: ca ? { httpsAgent: { ca: await readFile(ca) } } : {},
  });
  const object = { Bucket: "two", Key: "a" };
  await client.send(new PutObjectCommand({ ...object, Body: "payload" }));
  const got = await client.send(new GetObjectCommand(object));
  expect(await got.Body?.transformToString()).toBe("payload");
  client.destroy();

  const exited = once(child, "exit");
  if (end === "stdin") child.stdin.end();
  else child.kill(end);
  expect(await exited).toEqual([0, null]);
});

test("an unknown flag is refused", async () => {
  const child = spawn(process.execPath, [join(folder, "dist/main.js"), "--bukcet", "one"]);
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
});
