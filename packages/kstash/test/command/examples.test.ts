import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { Command, environmentFor } from "./process.js";

const commands = ["create", "retrieve", "inspect", "share", "remove", "message", "completion"];

let server: S3Server;
let kstash: Command;
beforeAll(async () => {
  server = await startS3Server({ buckets: ["default", "stashes"] });
  kstash = await Command.prepare(environmentFor(server));
  await writeFile(kstash.path("report.pdf"), "%PDF".repeat(100));
});
afterAll(async () => {
  await server.close();
  await kstash.remove();
});

test.each(commands)("the examples of kstash %s --help print what they say", async (name) => {
  const help = await kstash.shell(`kstash ${name} --help`);
  const examples = examplesOf(help.out);
  expect(examples.length).toBeGreaterThan(0);
  // One shell runs them all: a variable that one sets is there for the next.
  const script = examples.map(({ line }) => `${line}\nprintf '\\036'`).join("\n");
  const { out, err } = await kstash.shell(script);
  expect(err).toBe("");
  for (const [index, printed] of out.split("\x1e").slice(0, -1).entries()) {
    const { line, output } = examples[index]!;
    expect(`$ ${line}\n${printed.trimEnd()}`).toMatch(pattern(`$ ${line}\n${output}`));
  }
});

interface Example {
  readonly line: string;
  readonly output: string;
}

function examplesOf(help: string): Example[] {
  const text = help.split("Examples:\n\n")[1]?.trimEnd().replaceAll(/^ {2}/gm, "") ?? "";
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((example) => {
      const [line = "", ...output] = example.trimEnd().split("\n");
      return { line, output: output.join("\n") };
    });
}

/** `…` stands for anything. */
function pattern(expected: string): RegExp {
  const pieces = expected.split("…").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pieces.join("[^]*?")}$`);
}
