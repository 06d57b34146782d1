import { describe, expect, test } from "@jest/globals";
import {
  InvalidAddress,
  InvalidData,
  StashCorrupted,
  StashNotFound,
  StashTooLarge,
  UnsupportedBackend,
} from "@kstash/core";
import { z } from "zod";
import { type FieldPattern, referenceTo } from "../src/index.js";
import { sent, setUp } from "./support.js";

const text = (length: number, char = "x") => char.repeat(length);
const nowhere = "mem://default/message.c6ab205fe81dcad3eec3ab48b96b0618";

describe("references", () => {
  test("come back as values of their own, wherever they stand", async () => {
    const { hydrate, kstash, calls } = setUp();
    const { address } = await kstash.create("rows", [{ id: 1 }, text(200)]);
    const message = { a: referenceTo(address), b: [1, { c: referenceTo(address) }], d: text(9) };
    const hydrated = await hydrate<{ a: unknown[]; b: [number, { c: unknown[] }] }>(message);
    expect(hydrated).toEqual({
      a: [{ id: 1 }, text(200)],
      b: [1, { c: [{ id: 1 }, text(200)] }],
      d: text(9),
    });
    expect(Object.keys(hydrated)).toEqual(["a", "b", "d"]);
    hydrated.a.push("more");
    expect(hydrated.b[1].c).toHaveLength(2);
    expect(message.a).toEqual(referenceTo(address));
    expect(calls.get).toBe(1);
  });

  test("of any backend that the config has are followed, inline ones too", async () => {
    const { hydrate } = setUp();
    expect(
      await hydrate({ code: { $kstash: "inline://stashes/colorcode?data=DA%3D%3D" } }),
    ).toEqual({ code: 12 });
  });

  test("are followed on a key that would change the prototype, and change none", async () => {
    const { hydrate, kstash } = setUp();
    const { address } = await kstash.create("x", { polluted: text(200) });
    const message = JSON.parse(`{"a":{"__proto__":{"$kstash":"${address.text}"}}}`) as object;
    const { a } = await hydrate<{ a: object }>(message);
    expect(Object.getPrototypeOf(a)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(a, "__proto__")?.value).toEqual({ polluted: text(200) });
    expect("polluted" in a).toBe(false);
  });

  test("inside of what came back are data, and not followed", async () => {
    const { hydrate, kstash, calls } = setUp();
    const secret = await kstash.create("secret", text(300));
    const inner = { deep: referenceTo(secret.address), more: text(300) };
    const outer = await kstash.create("x", inner);
    expect(await hydrate({ a: referenceTo(outer.address) })).toEqual({ a: inner });
    expect(await hydrate(referenceTo(outer.address))).toEqual(inner);
    expect(calls.get).toBe(2);
  });

  test("a message without any is returned as it is", async () => {
    const { hydrate } = setUp();
    const message = { a: nowhere, b: [{ c: nowhere }] };
    expect(await hydrate(message)).toBe(message);
  });

  test.each<[string, unknown, string]>([
    ["is no text", { a: { $kstash: 12 } }, "data.a"],
    ["is null", { a: [{ $kstash: null }] }, "data.a[0]"],
    ["is no address", { a: { $kstash: "/etc/passwd" } }, "data.a"],
    ["has another key beside it", { a: { $kstash: nowhere, more: 1 } }, "data.a"],
    ["is an object", { $kstash: { $kstash: nowhere } }, "data"],
  ])("whose $kstash %s is refused", async (_, message, path) => {
    const { hydrate, calls } = setUp();
    await expect(hydrate(message as object)).rejects.toThrow(InvalidData);
    await expect(hydrate(message as object)).rejects.toMatchObject({ path });
    expect(calls.get).toBe(0);
  });

  test("to a scheme that the reader does not list are refused", async () => {
    const { hydrate } = setUp();
    const hydrating = hydrate({
      a: referenceTo("file://default/x.c6ab205fe81dcad3eec3ab48b96b0618"),
    });
    await expect(hydrating).rejects.toThrow(UnsupportedBackend);
    await expect(hydrating).rejects.toThrow(/^field "a": /);
  });

  test("to a namespace that the reader does not allow are refused", async () => {
    const { hydrate, memory, calls } = setUp();
    const config = { backends: [memory], namespaces: ["mine"] };
    await expect(hydrate({ a: referenceTo(nowhere) }, { config })).rejects.toThrow(InvalidAddress);
    expect(calls.get).toBe(0);
  });

  test("to other bytes than were stored are refused", async () => {
    const { kstash } = setUp();
    const { address } = await kstash.create("x", text(300));
    const bytes = new Uint8Array((await kstash.retrieve(address)).encoded);
    bytes[100] = 0x79;
    const { hydrate } = setUp({}, { get: () => ({ bytes, contentType: "application/cbor" }) });
    await expect(hydrate({ a: referenceTo(address) })).rejects.toThrow(StashCorrupted);
  });

  test("that are 10,000 are refused before one is read", async () => {
    const { hydrate, calls } = setUp();
    const message = { items: Array.from({ length: 10_000 }, () => referenceTo(nowhere)) };
    await expect(hydrate(message)).rejects.toThrow(
      "has 10000 references, maxReferences allows 1000",
    );
    expect(calls.get).toBe(0);
  });

  test("in a message that is nested too deep, or has no end, are refused", async () => {
    const { hydrate } = setUp();
    const deep = JSON.parse(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`) as object;
    await expect(hydrate(deep)).rejects.toThrow(/deeper than 500/);
    const cycle: Record<string, unknown> = {};
    cycle["a"] = [cycle];
    await expect(hydrate(cycle)).rejects.toThrow(/cycle/);
  });
});

describe("maxBytes", () => {
  test("is what the payloads of a message may have together, each use counted", async () => {
    const { hydrate, kstash, calls } = setUp({ concurrency: 1 });
    const all = await Promise.all(
      ["a", "b", "c"].map((char) => kstash.create("x", text(1000, char))),
    );
    const message = { all: all.map(({ address }) => referenceTo(address)) };
    expect(await hydrate(message, { maxBytes: 3000 })).toBeDefined();
    calls.get = 0;
    const hydrating = hydrate(message, { maxBytes: 1999 });
    await expect(hydrating).rejects.toThrow(StashTooLarge);
    await expect(hydrating).rejects.toThrow(
      /^field "all\.1": .*more bytes than maxBytes allows, which is 1999/,
    );
    expect(calls.get).toBe(2);
    const same = { all: [message.all[0], message.all[0]] };
    await expect(hydrate(same, { maxBytes: 1999 })).rejects.toThrow(StashTooLarge);
  });

  test.each([
    ["bytes", new Uint8Array(1000), 1000],
    ["an object", { text: text(995) }, 1004],
  ])("counts %s", async (_, data, bytes) => {
    const { hydrate, kstash } = setUp();
    const { address } = await kstash.create("x", data);
    expect(await hydrate({ a: referenceTo(address) }, { maxBytes: bytes })).toEqual({ a: data });
    await expect(hydrate({ a: referenceTo(address) }, { maxBytes: bytes - 1 })).rejects.toThrow(
      StashTooLarge,
    );
  });
});

describe("fields", () => {
  test("that the reader lists hold plain addresses; no other does", async () => {
    const { hydrate, kstash } = setUp();
    const { address } = await kstash.create("context", { as_of: text(300) });
    const message = sent({
      context: address,
      other: address,
      items: [{ body: address }, { body: null }, {}],
    });
    expect(await hydrate(message, { fields: ["context", "items.*.body", "missing"] })).toEqual({
      context: { as_of: text(300) },
      other: address.text,
      items: [{ body: { as_of: text(300) } }, { body: null }, {}],
    });
  });

  test("are those of the message, also where all of it went out", async () => {
    const { hydrate, offload, kstash } = setUp();
    const { address } = await kstash.create("context", { as_of: text(300) });
    const offloaded = await offload({ context: address.text, more: text(300) }, { overBytes: 0 });
    expect(await hydrate(sent(offloaded), { fields: ["context"] })).toEqual({
      context: { as_of: text(300) },
      more: text(300),
    });
  });

  test("count as references", async () => {
    const { hydrate, calls } = setUp({ maxReferences: 2 });
    const message = { a: [nowhere, nowhere, nowhere] };
    await expect(hydrate(message, { fields: ["a.*"] })).rejects.toThrow(/3 references/);
    expect(calls.get).toBe(0);
  });

  test("with a text that is no address are refused: no pointer is data", async () => {
    const { hydrate } = setUp();
    const hydrating = hydrate({ context: "s3//typo" }, { fields: ["context"] });
    await expect(hydrating).rejects.toThrow(InvalidAddress);
    await expect(hydrating).rejects.toThrow(/^field "context": /);
  });
});

describe("what is missing", () => {
  const fields: [string, object, FieldPattern[], string][] = [
    ["a reference", { items: [{ body: referenceTo(nowhere) }] }, [], "items.0.body"],
    ["a plain address", { context: nowhere }, ["context"], "context"],
    ["the whole message", referenceTo(nowhere), [], ""],
  ];

  test.each(fields)(
    "%s is a StashNotFound that names the field",
    async (_, message, fields, field) => {
      const { hydrate } = setUp();
      const hydrating = hydrate(message, { fields });
      await expect(hydrating).rejects.toThrow(StashNotFound);
      await expect(hydrating).rejects.toThrow(
        field === "" ? /^the whole message: / : `field "${field}": `,
      );
      await expect(hydrating).rejects.toMatchObject({ cause: { code: "STASH_NOT_FOUND" } });
    },
  );

  test.each(fields)("%s is what onMissing says", async (_, message, fields, field) => {
    const { hydrate } = setUp();
    const asked: unknown[] = [];
    const onMissing = (name: string, error: Error) => {
      asked.push(name, StashNotFound.isInstance(error));
      return Promise.resolve({ gone: true });
    };
    expect(JSON.stringify(await hydrate(message, { fields, onMissing }))).toContain(
      '{"gone":true}',
    );
    expect(asked).toEqual([field, true]);
    const error = new Error("dead letter");
    const hydrating = hydrate(message, {
      fields,
      onMissing: () => {
        throw error;
      },
    });
    await expect(hydrating).rejects.toBe(error);
  });

  test("onMissing is asked about nothing else", async () => {
    const { hydrate } = setUp({}, { get: () => Promise.reject(new Error("down")) });
    const onMissing = () => "a value";
    await expect(hydrate({ a: referenceTo(nowhere) }, { onMissing })).rejects.toThrow(/down/);
  });
});

describe("schema", () => {
  const Order = z.object({ id: z.number().default(7), lines: z.array(z.string()) });

  test("checks and types the whole message", async () => {
    const { hydrate, offload } = setUp();
    const offloaded = sent(await offload({ lines: [text(2000)] }));
    const order = await hydrate(offloaded, { schema: Order });
    expect(order.lines[0]!.length + order.id).toBe(2007);
  });

  test("refuses with the path, and without the data", async () => {
    const { hydrate, offload } = setUp();
    const offloaded = sent(await offload({ lines: [text(2000, "s"), 1] }));
    const hydrating = hydrate(offloaded, { schema: Order });
    await expect(hydrating).rejects.toMatchObject({ code: "INVALID_DATA", path: "data.lines[1]" });
    await expect(hydrating).rejects.toThrow(/^the message does not match the schema \(zod\)/);
  });
});

describe("a batch", () => {
  test("has a result for each message, and reads an address once", async () => {
    const { hydrate, kstash, calls } = setUp();
    const { address } = await kstash.create("x", { text: text(300) });
    const results = await hydrate<{ a: { text: string } }>([
      { a: referenceTo(address) },
      { a: referenceTo(nowhere) },
      { a: { $kstash: 1 } },
      { a: referenceTo(address) },
      { a: 1 },
    ]);
    expect(results).toEqual([
      { status: "fulfilled", value: { a: { text: text(300) } } },
      { status: "rejected", reason: expect.any(StashNotFound) },
      { status: "rejected", reason: expect.any(InvalidData) },
      { status: "fulfilled", value: { a: { text: text(300) } } },
      { status: "fulfilled", value: { a: 1 } },
    ]);
    expect(calls.get).toBe(2);
    const [first, , , fourth] = results as PromiseFulfilledResult<{ a: { text: string } }>[];
    first!.value.a.text = "changed";
    expect(fourth!.value.a.text).toBe(text(300));
  });

  test("reads no more than concurrency at once, all messages together", async () => {
    const { kstash, memory } = setUp();
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => kstash.create("x", text(300 + i))),
    );
    let running = 0;
    let most = 0;
    const { hydrate } = setUp(
      { concurrency: 3 },
      {
        get: async (address, context) => {
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return memory.get(address, context);
        },
      },
    );
    const messages = all.map(({ address }) => ({ a: referenceTo(address) }));
    const results = await hydrate(messages);
    expect(results.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(most).toBe(3);
  });

  test("an abort rejects it as a whole", async () => {
    const reason = new Error("shutting down");
    const controller = new AbortController();
    const { hydrate } = setUp({}, { get: () => (controller.abort(reason), undefined) });
    const hydrating = hydrate([{ a: referenceTo(nowhere) }, {}], { signal: controller.signal });
    await expect(hydrating).rejects.toBe(reason);
  });
});
