import { describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { BackendRemoteError, InvalidAddress, InvalidConfig, StashTooLarge } from "@kstash/core";
import { bytesOf, sent, setUp } from "./support.js";

const text = (length: number, char = "x") => char.repeat(length);
const reference = { $kstash: expect.stringMatching(/^mem:\/\/default\/message\.[0-9a-f]{32}$/) };

describe("a message that fits", () => {
  test("is returned as it is, without a request", async () => {
    const { offload, calls } = setUp();
    const message = { command: "gen_report", context: text(900), note: undefined };
    expect(await offload(message)).toBe(message);
    expect(calls.put).toBe(0);
  });

  test.each([
    ["is of so many bytes", 0, 0],
    ["has one more", -1, 1],
  ])("is measured to the byte: it %s", async (_, more, puts) => {
    const odd = { 'é"\n': '\u2028\n"𝄞\ud800', rows: [1.5, -0, 1e21, true, null, {}, []] };
    const message = { ...odd, none: undefined, more: text(2000) };
    const { offload, calls } = setUp();
    await offload(message, { overBytes: bytesOf(message) + more });
    expect(calls.put).toBe(puts);
  });

  test("is of 256 KiB where nothing else is said", async () => {
    const { offload, calls } = setUp({ overBytes: undefined });
    await offload({ body: text(262_144 - bytesOf({ body: "" })) });
    expect(calls.put).toBe(0);
    await offload({ body: text(262_145 - bytesOf({ body: "" })) });
    expect(calls.put).toBe(1);
  });
});

describe("a message that does not fit", () => {
  test("has a reference for its largest value, and all else as it was", async () => {
    const { offload, hydrate } = setUp();
    const message = { id: 1, body: text(2000), type: "report", small: text(500) };
    const before = structuredClone(message);
    const offloaded = await offload(message);
    expect(offloaded).toEqual({ ...message, body: reference });
    expect(Object.keys(offloaded)).toEqual(["id", "body", "type", "small"]);
    expect(message).toEqual(before);
    expect(await hydrate(sent(offloaded))).toEqual(message);
  });

  test("has as many references as it needs, the largest first", async () => {
    const { offload, calls } = setUp();
    const message = { a: text(600), b: text(900, "b"), c: text(400), d: text(700, "d") };
    expect(await offload(message)).toEqual({
      ...message,
      b: reference,
      d: reference,
      a: reference,
    });
    expect(calls.put).toBe(3);
  });

  test("keeps what is beside the part that has to go", async () => {
    const { offload } = setUp();
    const detail = { id: 7, parts: [{ type: "a" }, { type: "b", body: text(3000) }] };
    expect(await offload({ type: "t", detail })).toEqual({
      type: "t",
      detail: { id: 7, parts: [{ type: "a" }, { type: "b", body: reference }] },
    });
  });

  test("has one reference for many small values that are too large together", async () => {
    const { offload, calls } = setUp();
    const rows = Array.from({ length: 500 }, (_, id) => ({ id }));
    expect(await offload({ type: "t", rows })).toEqual({ type: "t", rows: reference });
    expect(calls.put).toBe(1);
  });

  test("is a reference where its values are too small for that", async () => {
    const { offload, hydrate, calls } = setUp();
    const message = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`key${i}`, i]));
    const offloaded = await offload(message);
    expect(offloaded).toEqual(reference);
    expect(calls.put).toBe(1);
    expect(await hydrate(sent(offloaded))).toEqual(message);
  });

  test("is a reference where overBytes is 0, however small it is", async () => {
    const { offload, hydrate, calls } = setUp({ overBytes: 0 });
    const message = { body: text(400) };
    expect(await offload(message)).toEqual(reference);
    expect(await hydrate(await offload({}))).toEqual({});
    // The second went inline.
    expect(calls.put).toBe(1);
  });

  test("is a reference where it would need more than maxReferences", async () => {
    const { offload } = setUp({ maxReferences: 2 });
    const message = { a: text(900, "a"), b: text(901), c: text(902), d: text(800) };
    expect(await offload(message)).toEqual(reference);
  });

  test("keeps a value whose reference is no smaller", async () => {
    const { kstash, memory } = setUp();
    const config = { backends: [inline(), memory], maxInlineLen: 1500 };
    const { offload } = setUp({ kstash, config, fields: ["b"] });
    const message = { a: text(2000), b: text(990, "b") };
    // The listed one would be larger as an inline address than it is.
    expect(await offload(message, { overBytes: 1300 })).toEqual({ ...message, a: reference });
  });

  test("is stored once where two values are equal", async () => {
    const { offload, hydrate, calls } = setUp();
    const message = { a: text(900), b: text(900) };
    const offloaded = (await offload(message, { overBytes: 500 })) as Record<string, unknown>;
    expect(offloaded["a"]).toEqual(reference);
    expect(offloaded["a"]).toEqual(offloaded["b"]);
    expect(await hydrate(offloaded)).toEqual(message);
    expect(calls.get).toBe(1);
  });

  test("is stashed without members that JSON leaves out", async () => {
    const { offload, hydrate } = setUp();
    const body = { text: text(2000), none: undefined };
    const hydrated = await hydrate(await offload({ body, rows: text(100) }, { overBytes: 0 }));
    expect(Object.keys(hydrated["body"] as object)).toEqual(["text"]);
  });
});

describe("fields", () => {
  test("go first, the largest of them before the others, as far as it is needed", async () => {
    const { offload } = setUp({ fields: ["context", "items.*.body"] });
    const items = [{ id: 1, body: text(400) }, { id: 2, body: text(500) }, { id: 3 }];
    const message = { keep: text(600), context: text(300), items };
    expect(await offload(message, { overBytes: 1500 })).toEqual({
      ...message,
      items: [items[0], { id: 2, body: reference }, items[2]],
    });
    expect(await offload(message, { overBytes: 1150 })).toEqual({
      ...message,
      items: [{ id: 1, body: reference }, { id: 2, body: reference }, items[2]],
      context: message.context,
    });
  });

  test("are followed by others where they are not enough", async () => {
    const { offload, hydrate } = setUp({ fields: ["detail.a", "missing", "id"] });
    const message = { id: 1, detail: { a: text(500), b: text(5000), c: "c" } };
    const offloaded = await offload(message);
    expect(offloaded).toEqual({ id: 1, detail: { a: reference, b: reference, c: "c" } });
    expect(await hydrate(offloaded)).toEqual(message);
  });

  test("inside of one another are replaced once", async () => {
    const { offload, hydrate } = setUp({ fields: ["a.b", "a", "*.b"] });
    const message = { a: { b: text(2000), c: 1 } };
    const offloaded = await offload(message);
    expect(offloaded).toEqual({ a: reference });
    expect(await hydrate(offloaded)).toEqual(message);
  });

  test("have keys with full stops in an array", async () => {
    const { offload } = setUp({ fields: [["headers", "x.trace"], "list.1"] });
    const message = {
      headers: { "x.trace": text(500), x: { trace: text(600) } },
      list: [text(90), text(900)],
    };
    expect(await offload(message, { overBytes: 1100 })).toEqual({
      headers: { "x.trace": reference, x: { trace: text(600) } },
      list: [text(90), reference],
    });
  });

  test.each([[""], ["a..b"], [[]], [[1]], [7], [null]])("%j is refused", (field) => {
    expect(() => setUp({ fields: [field as string] })).toThrow(InvalidConfig);
  });
});

describe("options", () => {
  test.each([
    ["overBytes", -1],
    ["overBytes", 1.5],
    ["concurrency", 0],
    ["maxReferences", 0],
  ])("%s %p is refused", (option, value) => {
    expect(() => setUp({ [option]: value })).toThrow(InvalidConfig);
  });

  test.each([
    ["namespace", "no/slash"],
    ["name", "../up"],
  ])("%s %p is refused when the messages are made", (option, value) => {
    expect(() => setUp({ [option]: value })).toThrow(InvalidAddress);
  });

  test("say where payloads are kept, under which name and with which hash", async () => {
    const { kstash, memory } = setUp();
    const config = { backends: [memory], hash: "sha256" } as const;
    const { offload } = setUp({ kstash, namespace: "stashes", name: "orders/body", config });
    expect(await offload({ id: 1, body: text(2000) })).toEqual({
      id: 1,
      body: { $kstash: expect.stringMatching(/^mem:\/\/stashes\/orders\/body\.[0-9a-f]{64}$/) },
    });
  });
});

describe("a failure", () => {
  const message = {
    id: 1,
    a: text(900, "a"),
    b: text(901, "b"),
    c: text(902, "c"),
    d: text(903, "d"),
  };

  test("names the field, and keeps the kind and the cause", async () => {
    const full = new Error("the disk is full");
    const { offload } = setUp({}, { put: () => Promise.reject(full) });
    const offloading = offload({ detail: { rows: [text(2000)] } });
    await expect(offloading).rejects.toThrow(BackendRemoteError);
    await expect(offloading).rejects.toMatchObject({
      message: expect.stringMatching(/^field "detail\.rows\.0": .*the disk is full/),
      cause: { code: "BACKEND_REMOTE_ERROR", cause: full },
    });
  });

  test("of what cannot be stashed says where in the message that is", async () => {
    const { offload } = setUp();
    await expect(offload({ id: 1, body: ["ok", `${text(2000)}\ud800`] })).rejects.toMatchObject({
      code: "INVALID_DATA",
      path: "data.body[1]",
    });
  });

  test("of the whole message says so", async () => {
    const { offload, kstash, memory } = setUp();
    const small = setUp({ kstash, config: { backends: [memory], maxPayloadBytes: 10 } });
    await expect(small.offload({ body: text(400) }, { overBytes: 0 })).rejects.toThrow(
      StashTooLarge,
    );
    await expect(small.offload({ body: text(400) }, { overBytes: 0 })).rejects.toThrow(
      /^the whole message: /,
    );
    expect(await offload({ body: text(400) }, { overBytes: 0 })).toEqual(reference);
  });

  test("begins no further field, and waits for those that are under way", async () => {
    let running = 0;
    const started: string[] = [];
    const { offload } = setUp(
      { concurrency: 2 },
      {
        put: async ({ bytes, address }) => {
          started.push(String.fromCharCode(bytes[10]!));
          running += 1;
          if (started.length === 2) throw new Error("refused");
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return address;
        },
      },
    );
    await expect(offload(message)).rejects.toThrow('field "c"');
    expect(started).toEqual(["d", "c"]);
    // The one that failed.
    expect(running).toBe(1);
  });

  test("an abort rejects with the signal's reason", async () => {
    const reason = new Error("shutting down");
    const { offload, calls } = setUp();
    await expect(offload(message, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(calls.put).toBe(0);
  });

  test("fields go out side by side, and no more than concurrency", async () => {
    let running = 0;
    let most = 0;
    const { offload } = setUp(
      { concurrency: 3 },
      {
        put: async ({ address }) => {
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return address;
        },
      },
    );
    await offload(message, { overBytes: 500 });
    expect(most).toBe(3);
  });
});
