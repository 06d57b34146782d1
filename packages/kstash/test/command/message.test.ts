import { writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createMessages, referenceTo } from "@kstash/messages";
import * as library from "../../src/index.js";
import { Command } from "./process.js";

const config = { backends: ["inline", "file"] };
const backends = ["--backends", "inline,file"];
const absent = `file://default/message.${"0".repeat(32)}`;

let kstash: Command;
beforeAll(async () => {
  kstash = await Command.prepare();
  process.env["KSTASH_FILE_ROOT"] = kstash.root;
});
afterAll(() => kstash.remove());

async function message(input: unknown, ...options: string[]) {
  const stdin = Readable.from([Buffer.from(JSON.stringify(input))]);
  const { code, out, err } = await kstash.run(["message", ...backends, ...options], stdin);
  return { code, err, data: out.length > 0 ? (JSON.parse(out.toString()) as unknown) : undefined };
}

test("a message comes back as it was before it was offloaded", async () => {
  const { offload } = createMessages({ kstash: library, config, overBytes: 300 });
  const order = { id: 12, items: [{ body: "x".repeat(500) }, { body: "y".repeat(400) }] };
  const sent = await offload(order);
  expect(JSON.stringify(sent)).toContain("$kstash");
  expect(await message(sent)).toEqual({ code: 0, err: "", data: order });

  await writeFile(kstash.path("letter.json"), JSON.stringify(sent));
  const { out } = await kstash.run(["message", kstash.path("letter.json"), ...backends]);
  expect(JSON.parse(out.toString())).toEqual(order);
});

test("plain addresses are followed in the fields that are listed, and nowhere else", async () => {
  const { address } = await library.create("x", new Uint8Array([1, 2]), { config });
  const sent = { context: address.text, items: [{ body: address.text }], note: address.text };
  expect(await message(sent)).toMatchObject({ code: 0, data: sent });
  expect(await message(sent, "--fields", "context, items.*.body")).toEqual({
    code: 0,
    err: "",
    data: { ...sent, context: { $bytes: "AQI=" }, items: [{ body: { $bytes: "AQI=" } }] },
  });
});

test("what is gone is reported with its field, and its reference stays", async () => {
  const { address } = await library.create("x", "here", { config });
  const sent = {
    text: referenceTo(address),
    body: referenceTo(absent),
    context: absent,
    both: [referenceTo(absent)],
  };
  expect(await message(sent, "--fields", "context")).toEqual({
    code: 3,
    data: { ...sent, text: "here" },
    err: [`"body"`, `"both.0"`, `"context"`]
      .map((field) => `kstash: field ${field}: stash not found: ${absent}\n`)
      .join(""),
  });
  expect(await message(referenceTo(absent))).toMatchObject({
    code: 3,
    data: referenceTo(absent),
  });
});

test("on any other failure nothing is printed", async () => {
  const { address } = await library.create("x", "y".repeat(1000), { config });
  const sent = { a: referenceTo(address), b: { $kstash: "file:///etc/passwd" } };
  const invalid = await message(sent);
  expect(invalid).toMatchObject({ code: 10, data: undefined });
  expect(invalid.err).toMatch(/^kstash: data\.b is a reference to what is no address: .*\n$/);
  expect(await message({ a: sent.a }, "--max-bytes", "999")).toMatchObject({
    code: 5,
    data: undefined,
    err: expect.stringContaining('field "a"'),
  });
  const elsewhere = await message({ a: sent.a }, "--namespaces", "app-*");
  expect(elsewhere).toMatchObject({ code: 9, data: undefined });
});

test.each([[12], ["inline://default/x?data=DA%3D%3D"], [null], [[]], [{}]])(
  "%j refers to nothing",
  async (input) => {
    expect(await message(input)).toEqual({ code: 0, err: "", data: input });
  },
);

test("an array is one message", async () => {
  const { address } = await library.create("x", 12, { config });
  const sent = [referenceTo(address), { context: address.text }, [absent]];
  expect(await message(sent, "--fields", "*.context,2.0")).toMatchObject({
    code: 3,
    data: [12, { context: 12 }, [absent]],
    err: expect.stringContaining('"2.0"'),
  });
});
