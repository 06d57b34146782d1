import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { createKstash, isStash } from "../src/index.js";
import { json, mapBackend } from "./support.js";

const { create } = createKstash({ codecs: [json], config: { backends: [mapBackend()] } });

describe("Stash", () => {
  test("equals one of the same name, namespace and digest, wherever it lives", async () => {
    const options = { namespace: "app" };
    const stash = await create("x", "data", options);
    const elsewhere = { ...options, config: { backends: [mapBackend("s3")] } };
    expect(stash.equals(await create("x", "data", options))).toBe(true);
    expect(stash.equals(await create("x", "data", elsewhere))).toBe(true);
    expect(stash.equals(await create("y", "data", options))).toBe(false);
    expect(stash.equals(await create("x", "data", { namespace: "other" }))).toBe(false);
    expect(stash.equals(await create("x", "other", options))).toBe(false);
    expect(stash.equals({ name: "x", namespace: "app", digest: stash.digest, data: "data" })).toBe(
      false,
    );
    expect(stash.equals(undefined)).toBe(false);
  });

  test("is its address in JSON, ready to send", async () => {
    const stash = await create("context", 1);
    expect(JSON.parse(JSON.stringify({ context: stash }))).toEqual({
      context: String(stash.address),
    });
  });

  test("printing it never prints its data", async () => {
    const inline = mapBackend("inline", {
      put: ({ bytes }) => `inline://app/x?data=${Buffer.from(bytes).toString("base64url")}`,
    });
    const data = { password: "hunter2" };
    for (const backend of [mapBackend(), inline]) {
      const stash = await create("x", data, { namespace: "app", config: { backends: [backend] } });
      expect(stash.data).toEqual(data);
      for (const text of [String(stash), inspect(stash), inspect({ deep: [stash] }), `${stash}`]) {
        expect(text).toContain("Stash(name=x, namespace=app, address=");
        expect(text).not.toMatch(/hunter2|eyJwYXNz/);
      }
    }
  });

  test("is immutable, and known by its brand", async () => {
    const stash = await create("x", 1);
    expect(() => Object.assign(stash, { name: "y" })).toThrow(TypeError);
    expect(isStash(stash)).toBe(true);
    expect(isStash({ [Symbol.for("kstash.stash")]: true })).toBe(true);
    expect(isStash({ name: "x" })).toBe(false);
  });
});
