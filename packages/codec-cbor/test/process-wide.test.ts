import { beforeAll, describe, expect, test } from "@jest/globals";
import { run } from "./process.js";

// Prints the digest of the bytes of a value of every kind, which has to come back.
const useKstash = `
  const { default: assert } = await import("node:assert");
  const { createHash } = await import("node:crypto");
  const { cbor } = await import("@kstash/codec-cbor");
  const roundTrip = () => {
    const data = {
      at: new Date(1.5e12 + 1), big: [5n, -(2n ** 70n)], bin: Uint8Array.of(1, 2), buffer: Uint8Array.of(3).buffer,
      far: 2 ** 40, late: new Date(4.45e15 + 7), list: [1, "a", null], long: new Uint8Array(70_000), none: undefined,
      other: { constructor: 1, 10: "ten" }, marked: "\\uFEFF" + "x".repeat(100), part: 0.5,
    };
    const bytes = cbor.encode(data);
    assert.deepStrictEqual(cbor.decode(bytes), { ...data, buffer: Uint8Array.of(3) });
    console.log(createHash("sha256").update(bytes).digest("hex"));
  };
`;

const extensions = {
  "a Date": `{ Class: Date, tag: 1, encode: (_, encode) => encode("mine"), decode: () => "mine" }`,
  "a Date, as a tag of its own": `{ Class: Date, tag: 6000, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "a Uint8Array": `{ Class: Uint8Array, tag: 6001, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "a Buffer": `{ Class: Buffer, tag: 6002, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "a DataView": `{ Class: DataView, tag: 6003, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "an object": `{ Class: Object, tag: 6004, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "a Tag": `{ Class: Tag, tag: 6005, encode: (_, encode) => encode(0), decode: () => 0 }`,
  "tag 1, without a rounding": `{ tag: 1, decode: (seconds) => new Date(Math.floor(seconds * 1000)) }`,
  "tag 2": `{ tag: 2, decode: () => 0n }`,
  "tag 3": `{ tag: 3, decode: () => 0n }`,
};

const registered = (extension: string) => `addExtension(${extension});`;

describe("what a program registers with cbor-x changes nothing", () => {
  let plain: string;
  beforeAll(async () => {
    plain = await run(`${useKstash} roundTrip();`);
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
  });

  test("before kstash is loaded", async () => {
    const all = Object.values(extensions).map(registered).join("\n");
    expect(
      await run(`import { addExtension, Tag } from "cbor-x"; ${all} ${useKstash} roundTrip();`),
    ).toBe(plain);
  });

  // Each comes before those that were registered earlier.
  test("after it was used, for one class or tag after the other", async () => {
    const each = Object.values(extensions).map(
      (extension) => `${registered(extension)} roundTrip();`,
    );
    const output = await run(
      `import { addExtension, Tag } from "cbor-x"; ${useKstash} ${each.join("\n")}`,
    );
    expect(output.split("\n")).toEqual(each.map(() => plain));
  });

  test("its native part, which kstash does not load, neither", async () => {
    const program = `import { createRequire } from "node:module";
      const isAsked = () => Object.keys(createRequire("/").cache).some((path) => path.includes("cbor-extract"));
      ${useKstash} roundTrip(); console.log(isAsked());
      await import("cbor-x"); roundTrip(); console.log(isAsked());`;
    expect(await run(program)).toBe(`${plain}\nfalse\n${plain}\ntrue`);
  });

  test("and what kstash registers changes nothing for the program", async () => {
    const output = await run(`
      import { encode, decode } from "cbor-x";
      const data = [new Date(5), Uint8Array.of(1), new Set([1]), 2n ** 70n];
      const before = encode(data).toString("hex");
      await import("@kstash/codec-cbor");
      console.log(encode(data).toString("hex") === before, decode(encode(data))[2] instanceof Set);
    `);
    expect(output).toBe("true true");
  });
});

test("limits that a program sets are named, where they forbid a payload", async () => {
  const output = await run(`
    import { setSizeLimits } from "cbor-x";
    import { cbor } from "@kstash/codec-cbor";
    const bytes = cbor.encode([1, 2, 3]);
    setSizeLimits({ maxArraySize: 1 });
    try { cbor.decode(bytes); } catch ({ code, message }) { console.log(code, message); }
  `);
  expect(output).toMatch(
    /^STASH_CORRUPTED cbor-x fails on a payload that is well-formed: .*limits/,
  );
});
