import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { amazonEnvironment, amazonPreload, type S3Server, startS3Server } from "@kstash/s3-server";
import { type SqsServer, startSqsServer } from "@kstash/sqs-server";
import { type Block, blocksOf } from "../src/blocks.js";
import { commandsOf } from "../src/console.js";
import { matches } from "../src/program.js";
import { guides, readmes, root } from "../src/readmes.js";
import { faultsOf } from "../src/run-blocks.js";
import { typecheck } from "../src/typecheck.js";

// Below this package, so that the blocks find the workspace's packages as a user's program would.
const here = join(root, "tools", "readme");
const scratch = join(here, ".blocks");
const files = readmes();
// Python's are run by tools/python.
const known = new Set(["ts", "sh", "console", "json", "text", "yaml", "python"]);

let server: S3Server;
let queues: SqsServer;
let home: string;
beforeAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  home = mkdtempSync(join(tmpdir(), "kstash-readme-"));
  server = await startS3Server({
    tls: true,
    buckets: ["stashes"],
  });
  queues = await startSqsServer({
    tls: true,
    queues: ["orders", "reports", "invoices", "legacy"],
    topics: { invoices: "invoices" },
  });
});
afterAll(async () => {
  await Promise.all([server.close(), queues.close()]);
  rmSync(scratch, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
});

test("there are READMEs, and each block is of a kind that is checked", () => {
  expect(files.length).toBeGreaterThan(8);
  for (const block of files.flatMap(blocksOf)) {
    if (!known.has(block.info[0] ?? ""))
      throw new Error(`${where(block)}: what is a "${block.info.join(" ")}" block?`);
  }
});

test("every JSON block is JSON", () => {
  for (const block of ofKind("json")) {
    expect(() => JSON.parse(block.code) as unknown).not.toThrow();
  }
});

test("the picture of the flow is the same in light and in dark", () => {
  const [light, dark] = ["light", "dark"].map((kind) => {
    const svg = readFileSync(join(root, "packages", "kstash", "docs", `flow-${kind}.svg`), "utf8");
    return svg.replaceAll(/#[0-9a-f]{6}/g, "colour");
  });
  expect(light).toBe(dark);
});

test("the README leads to every guide", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const guide of guides()) expect(readme).toContain(`(${relative(root, guide)})`);
});

test("every TypeScript block passes the type checker", () => {
  const names = files.flatMap((file) =>
    typescript(file).map((block) => write(block, "mts", `${block.code}\nexport {};\n`)),
  );
  expect(typecheck(names, join(here, "tsconfig.json"))).toEqual([]);
}, 60_000);

describe("every block prints what its comments say", () => {
  test.each(files.map((file) => [relative(root, file), file]))(
    "%s",
    async (_, file) => {
      const surroundings = {
        runtime: [process.execPath, "--import", amazonPreload] as const,
        folder: scratch,
        home,
        env: { ...amazonEnvironment(server, queues), NODE_NO_WARNINGS: "1" },
      };
      for (const block of typescript(file).filter((each) => !each.info.includes("check"))) {
        expect(await faultsOf([block], surroundings)).toEqual([]);
      }
    },
    60_000,
  );
});

test("every command prints what stands below it", async () => {
  const bin = join(home, "bin");
  mkdirSync(bin);
  const command = (name: string, line: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  const node = (...path: string[]) => `exec "${process.execPath}" "${join(root, ...path)}" "$@"`;
  command("kstash", node("packages", "kstash", "dist", "cli.js"));
  // What `npm start` runs once it has built everything, as it was built for this test.
  command("npm", `[ "$*" = start ] && shift && ${node("tools", "demo", "dist", "main.js")}`);
  for (const block of ofKind("console")) {
    for (const { line, output } of commandsOf(block.code)) {
      const env = { HOME: home, NODE_NO_WARNINGS: "1", PATH: `${bin}:${process.env["PATH"]}` };
      const { stdout, stderr } = await promisify(execFile)("sh", ["-c", line], { cwd: home, env });
      const printed = (stdout + stderr).trimEnd();
      if (!matches(output, printed)) expect(`${where(block)} prints\n${printed}`).toBe(output);
    }
  }
}, 60_000);

test("every shell block installs packages that there are, or runs scripts that there are", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, unknown>;
  };
  for (const block of ofKind("sh")) {
    for (const line of block.code.split(/\n| && /).filter((text) => text !== "")) {
      const [npm, verb = "", ...names] = line.replace(/\s+#.*$/, "").split(/\s+/);
      const script = verb === "run" ? (names[0] ?? "") : verb;
      const possible =
        npm === "npm" &&
        (verb === "ci" ||
          script in scripts ||
          (verb === "install" &&
            names.every(
              (name) => name.startsWith("-") || `node_modules/${name}` in lock.packages,
            )));
      if (!possible) throw new Error(`${where(block)}: ${line}`);
    }
  }
});

function ofKind(kind: string): Block[] {
  return files.flatMap(blocksOf).filter((block) => block.info[0] === kind);
}

function typescript(file: string): Block[] {
  return blocksOf(file).filter((block) => block.info[0] === "ts");
}

function write(block: Block, extension: string, content: string): string {
  const folder = join(scratch, relative(root, block.file).replaceAll(/[\\/]/g, "-"));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `line-${block.line}.${extension}`);
  writeFileSync(path, content);
  return path;
}

function where(block: Block): string {
  return `${relative(root, block.file)}:${block.line}`;
}
