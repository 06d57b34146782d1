import { beforeAll, describe, expect, test } from "@jest/globals";
import { run } from "./process.js";

// Prints the digest of the bytes of a value of every kind, which has to come back.
const useKstash = `
  const { default: assert } = await import("node:assert");
  const { createHash } = await import("node:crypto");
  const { msgpack } = await import("@kstash/codec-msgpack");
  const roundTrip = () => {
    const data = {
      big: [2n ** 53n, -(2n ** 53n), 2n ** 63n], bin: Uint8Array.of(1, 2), buffer: Uint8Array.of(3).buffer,
      far: [2 ** 40, -(2 ** 40)], list: [1, "a", null, 64, 127], long: new Uint8Array(70_000),
      other: { constructor: 1, 10: "ten" }, marked: "\\uFEFF" + "x".repeat(100), part: 0.5,
    };
    const bytes = msgpack.encode(data);
    assert.deepStrictEqual(msgpack.decode(bytes), { ...data, buffer: Uint8Array.of(3) });
    console.log(createHash("sha256").update(bytes).digest("hex"));
    for (const type of [1, 13, 0x78, 0xff]) {
      assert.throws(() => msgpack.decode(Uint8Array.of(0xd6, type, 0, 0, 0, 0)), { code: "STASH_CORRUPTED" });
    }
    assert.throws(() => msgpack.encode(new Date(0)), { code: "INVALID_DATA" });
  };
`;

const extensions = {
  "a Date": `{ Class: Date, type: 1, pack: () => Buffer.of(0), unpack: () => "mine" }`,
  "a Uint8Array": `{ Class: Uint8Array, type: 13, pack: () => Buffer.of(0), unpack: () => "mine" }`,
  "a Uint8Array, by write": `{ Class: Uint8Array, type: 13, write: () => 0, read: () => "mine" }`,
  "a Buffer": `{ Class: Buffer, type: 0x78, pack: () => Buffer.of(0), unpack: () => "mine" }`,
  "an object": `{ Class: Object, type: 13, pack: () => Buffer.of(0), unpack: () => "mine" }`,
  "the type of timestamps": `{ type: 0xff, unpack: () => "mine" }`,
};

const registered = (extension: string) => `addExtension(${extension});`;

describe("what a program registers with msgpackr changes nothing", () => {
  let plain: string;
  beforeAll(async () => {
    plain = await run(`${useKstash} roundTrip();`);
    expect(plain).toMatch(/^[0-9a-f]{64}$/);
  });

  test("before kstash is loaded", async () => {
    const all = Object.values(extensions).map(registered).join("\n");
    expect(
      await run(`import { addExtension } from "msgpackr"; ${all} ${useKstash} roundTrip();`),
    ).toBe(plain);
  });

  // Each comes before those that were registered earlier.
  test("after it was used, for one class or tag after the other", async () => {
    const each = Object.values(extensions).map(
      (extension) => `${registered(extension)} roundTrip();`,
    );
    const output = await run(
      `import { addExtension } from "msgpackr"; ${useKstash} ${each.join("\n")}`,
    );
    expect(output.split("\n")).toEqual(each.map(() => plain));
  });

  test("its native part neither", async () => {
    const program = `import { isNativeAccelerationEnabled } from "msgpackr";
      ${useKstash} roundTrip(); console.log(isNativeAccelerationEnabled);`;
    const env = { MSGPACKR_NATIVE_ACCELERATION_DISABLED: "true" };
    expect(await run(program, env)).toBe(`${plain}\nfalse`);
  });

  test("and what kstash registers changes nothing for the program", async () => {
    const output = await run(`
      import { pack, unpack } from "msgpackr";
      const data = [new Date(5), Uint8Array.of(1), 2 ** 40];
      const before = pack(data).toString("hex");
      await import("@kstash/codec-msgpack");
      console.log(pack(data).toString("hex") === before, unpack(pack(data))[0] instanceof Date);
    `);
    expect(output).toBe("true true");
  });
});
