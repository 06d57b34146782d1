import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { inline } from "@kstash/backend-inline";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash, InvalidConfig } from "@kstash/core";
import { kstashDriver, type KstashDriverOptions } from "../src/index.js";
import { aesGcm } from "./aes-gcm.js";
import { converterOf, decodeReferencePayload } from "./sdk.js";

const root = mkdtempSync(join(tmpdir(), "kstash-temporal-"));
afterAll(() => rmSync(root, { recursive: true }));

function driverOn(backend: Backend, options: Partial<KstashDriverOptions> = {}) {
  const config = { backends: [backend], maxInlineLen: 1_000_000 };
  return kstashDriver({ kstash: createKstash({ codecs: [cbor], config }), ...options });
}

const values = [
  { order: 12, lines: ["tea", "milk"], note: "ünï 😀" },
  "x".repeat(300_000),
  new Uint8Array([0, 255, 128]),
  null,
  undefined,
  "x".repeat(300_000),
];

describe.each<[string, () => Backend]>([
  ["mem", () => mem()],
  ["inline", () => inline()],
  ["file", () => file({ root })],
])("over %s", (_, backend) => {
  test("what the SDK's data converter sends comes back equal, in order", async () => {
    const { send, receive } = converterOf(driverOn(backend()));
    const references = await send(...values);
    expect(await receive(references)).toEqual(values);
  });

  test("a claim is the address alone, and equal payloads have one", async () => {
    const { send } = converterOf(driverOn(backend()));
    const [first, , , , , last, again] = await send(...values.slice(1), ...values.slice(1, 3));
    const claims = [first, last, again].map((payload) => decodeReferencePayload(payload!));
    expect(claims[1]).toEqual(claims[0]);
    expect(Object.keys(claims[0]!.claimData)).toEqual(["address"]);
    expect(claims[2]!.claimData).not.toEqual(claims[0]!.claimData);
  });

  test("behind an encrypting codec, what is stored and what is sent is encrypted", async () => {
    const driver = driverOn(backend());
    const { send, receive } = converterOf(driver, { payloadCodecs: [aesGcm()] });
    const references = await send("secret".repeat(100));
    const { claimData } = decodeReferencePayload(references[0]!);
    const [stored] = await driver.retrieve({}, [{ claimData }]);
    expect(Buffer.from(stored!.metadata!["encoding"]!).toString()).toBe("binary/encrypted");
    expect(Buffer.from(stored!.data!).includes("secret")).toBe(false);
    expect(await receive(references)).toEqual(["secret".repeat(100)]);
  });
});

describe("the options", () => {
  test("namespace and name are those of the stashes; the name is the driver's as well", async () => {
    const driver = driverOn(mem(), { namespace: "payloads", name: "orders/eu" });
    const [reference] = await converterOf(driver).send("some-data");
    expect(decodeReferencePayload(reference!)).toMatchObject({
      driverName: "orders/eu",
      claimData: { address: expect.stringMatching(/^mem:\/\/payloads\/orders\/eu\.[0-9a-f]{32}$/) },
    });
  });

  test("by default the driver is kstash, of the type kstash, and uses the namespace default", async () => {
    const driver = driverOn(mem());
    const [claim] = await driver.store({}, [{ data: new Uint8Array([1]) }]);
    expect(driver).toMatchObject({ name: "kstash", type: "kstash" });
    expect(claim?.claimData["address"]).toMatch(/^mem:\/\/default\/kstash\./);
  });

  test.each([0, -1, 1.5, NaN, Infinity])("a concurrency of %s is refused", (concurrency) => {
    expect(() => driverOn(mem(), { concurrency })).toThrow(InvalidConfig);
  });

  test.each([
    [3, 3],
    [undefined, 32],
  ])("with a concurrency of %s, %d payloads are in flight at once", async (concurrency, most) => {
    const inner = mem();
    let inFlight = 0;
    const seen: number[] = [];
    const counted: Backend = {
      ...inner,
      async put(payload, context) {
        seen.push((inFlight += 1));
        await new Promise(setImmediate);
        inFlight -= 1;
        return inner.put!(payload, context);
      },
    };
    await converterOf(driverOn(counted, { concurrency })).send(...Array(40).keys());
    expect(Math.max(...seen)).toBe(most);
    expect(seen).toHaveLength(40);
  });
});
