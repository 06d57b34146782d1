import { describe, expect, test } from "@jest/globals";
import * as kstash from "../src/index.js";
import { type Places, places } from "./support.js";

const at = places();
const kinds = ["inline", "mem", "file", "s3"] as const;
const backend = (kind: (typeof kinds)[number]) =>
  kind === "file" || kind === "s3" ? (at[kind] satisfies Places["s3"]) : kind;

const payloads = [
  ["a dict", { color: "red-red" }],
  ["a dict with text", { text: "há não @!;" }],
  ["a dict with an integer", { number: 1 }],
  ["a dict with a float", { float: 1.5 }],
  ["a dict with a boolean", { bool: true }],
  ["a large string", "c".repeat(101)],
  ["undefined", undefined],
  [
    "a date, a bigint and bytes",
    { at: new Date(1_764_000_000_123), n: 2n ** 80n, b: new Uint8Array([0, 255]) },
  ],
] as const;

describe.each(kinds)("on %s", (kind) => {
  test.each(payloads)("%s comes back equal", async (_, data) => {
    const config = { backends: [backend(kind)], maxInlineLen: 10_000 };
    const stash = await kstash.create("mydatapoint", data, { namespace: "app", config });
    expect(stash).toMatchObject({ name: "mydatapoint", namespace: "app" });
    expect(stash.backend.name).toBe(kind);
    const loaded = await kstash.retrieve(String(stash.address), { config });
    expect(loaded).toMatchObject({ name: "mydatapoint", namespace: "app" });
    expect(loaded.backend.name).toBe(kind);
    expect(loaded.data).toEqual(data);
    expect(Buffer.from(loaded.encoded)).toEqual(Buffer.from(stash.encoded));
    expect(loaded.equals(stash)).toBe(true);
  });

  test.each([
    ["with space"],
    ["100%"],
    ["a%20b"],
    ["what?"],
    ["#1"],
    ["a&b=c"],
    ["a+b"],
    ["日本語/há não.txt"],
    ["u\u0308 \u00fc"],
    ["..a/...b"],
    ["~!@$^*()[]{}|\\\"'<>;:,`"],
    ["x.34472d91b2f84052bf26d4eaa862ef86"],
    [`${"segment-".repeat(100)}end`],
  ])("the name %j round trips", async (name) => {
    const config = { backends: [backend(kind)], maxInlineLen: 10_000 };
    const stash = await kstash.create(name, [name], { namespace: "app", config });
    const loaded = await kstash.retrieve(JSON.parse(JSON.stringify(stash)) as string, { config });
    expect(loaded).toMatchObject({ name, data: [name] });
    expect(loaded.equals(stash)).toBe(true);
  });

  test("creating twice is one stash", async () => {
    const config = { backends: [backend(kind)] };
    const one = await kstash.create("color", "red", { namespace: "app", config });
    const two = await kstash.create("color", "red", { namespace: "app", config });
    expect(one.equals(two)).toBe(true);
    expect(String(one.address)).toBe(String(two.address));
  });

  test("retrieving with a config that does not list it is refused", async () => {
    const config = { backends: [backend(kind)] };
    const { address } = await kstash.create("test", "a", { namespace: "app", config });
    const other = { backends: ["https"] };
    await expect(kstash.retrieve(address, { config: other })).rejects.toThrow(
      kstash.UnsupportedBackend,
    );
  });
});

describe("shared links", () => {
  test.each([...payloads.map(([, data]) => ["mydatapoint", data]), ["日本語/a b+%.txt", "x"]] as [
    string,
    unknown,
  ][])("of %j are read without credentials", async (name, data) => {
    const config = { backends: [at.s3, at.https] };
    const stash = await kstash.create(name, data, { namespace: "app", config });
    const link = await stash.share();
    const address = kstash.Address.parse(link);
    expect(address).toMatchObject({ scheme: "https", namespace: "app", digest: stash.digest });
    const loaded = await kstash.retrieve(link, { config });
    expect(loaded).toMatchObject({ name, namespace: "app" });
    expect(loaded.backend.name).toBe("https");
    expect(loaded.data).toEqual(data);
    expect(loaded.equals(stash)).toBe(true);
  });

  test.each(["inline", "mem", "file"] as const)("%s has none", async (kind) => {
    const config = { backends: [backend(kind)] };
    const stash = await kstash.create("x", "config-data", { config });
    await expect(stash.share()).rejects.toThrow(kstash.UnsupportedOperation);
  });
});

describe("the Python edition's other cases", () => {
  test("a payload too large for the address goes to the next backend", async () => {
    const config = new kstash.Config({ backends: ["inline", "mem"] });
    const stash = await kstash.create("mydatapoint", "c".repeat(config.maxInlineLen + 1), {
      config,
    });
    expect(stash.backend.name).toBe("mem");
  });

  test("with no backend that takes it, the error says why", async () => {
    const create = kstash.create("test", "a".repeat(101), { config: { backends: ["inline"] } });
    await expect(create).rejects.toThrow(kstash.UnsupportedBackend);
    await expect(create).rejects.toThrow(/inline \(.*100/);
  });

  test("an instance of a class is refused, with its place", async () => {
    class CustomClass {
      value = 10.09;
    }
    const create = kstash.create("test", { user: [new CustomClass()] });
    await expect(create).rejects.toThrow(kstash.InvalidData);
    await expect(create).rejects.toMatchObject({ path: "data.user[0]" });
  });

  test.each(["mem", "s3", "file"] as const)(
    "nothing there on %s: StashNotFound with the address",
    async (kind) => {
      const config = { backends: [backend(kind)] };
      for (const namespace of ["app", "unknown"]) {
        const address = `${kind}://${namespace}/x.28a5e15a666b0cd1415490dcf6674255`;
        await expect(kstash.retrieve(address, { config })).rejects.toThrow(kstash.StashNotFound);
        await expect(kstash.retrieve(address, { config })).rejects.toThrow(address);
      }
    },
  );

  test("an address of an unknown scheme is refused", async () => {
    const address = "unknown://default/test.28a5e15a666b0cd1415490dcf6674255";
    await expect(kstash.retrieve(address)).rejects.toThrow(kstash.UnsupportedBackend);
  });

  test.each([
    ["inline://app/x?data=%21%21"],
    ["inline://app/x?data=DA"],
    ["inline://app/x?data=DA+="],
    ["inline://app/x"],
    ["inline://app/x?codec=cbor"],
    ["s3://app/x.28a5e15a666b0cd1415490dcf66"],
    ["https://app.s3.amazonaws.com/x.123"],
  ])("%s is refused: InvalidAddress", async (address) => {
    await expect(kstash.retrieve(address)).rejects.toThrow(kstash.InvalidAddress);
  });

  test("an unavailable store is BackendRemoteError, on both ways", async () => {
    const config = { backends: [at.s3] };
    const { address } = await kstash.create("x", "config-data", { namespace: "app", config });
    const answer = { status: 400, code: "MalformedXML" };
    at.server.faults.next({ answer, method: "PUT" });
    await expect(kstash.create("y", "config-data", { namespace: "app", config })).rejects.toThrow(
      kstash.BackendRemoteError,
    );
    at.server.faults.next({ answer, method: "GET" });
    await expect(kstash.retrieve(address, { config })).rejects.toThrow(kstash.BackendRemoteError);
  });
});

test("the name mem is one store for all configs", async () => {
  const { address } = await kstash.create("x", 1, { config: { backends: ["mem"] } });
  expect((await kstash.retrieve(address, { config: { backends: ["inline", "mem"] } })).data).toBe(
    1,
  );
});
