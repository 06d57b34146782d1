import { describe, expect, test } from "@jest/globals";
import { createKstash } from "../src/index.js";
import { json, mapBackend, MD5 } from "./support.js";

describe("Config.namespaces", () => {
  test("an address outside it is refused before any request", async () => {
    let asked = 0;
    const backend = mapBackend("s3", { get: () => void (asked += 1), share: () => "x" });
    const config = { backends: [backend], namespaces: ["team-*", "shared"] };
    const { create, retrieve, share, remove } = createKstash({ codecs: [json], config });
    const address = `s3://other/x.${MD5}`;
    for (const call of [retrieve, share, remove]) {
      await expect(call(address)).rejects.toMatchObject({ code: "INVALID_ADDRESS" });
      await expect(call(address)).rejects.toThrow("team-*, shared");
    }
    await expect(create("x", 1, { namespace: "other" })).rejects.toThrow("team-*, shared");
    expect([asked, backend.store.size]).toEqual([0, 0]);
    await create("x", 1, { namespace: "team-a" });
    await expect(retrieve(`s3://shared/x.${MD5}`)).rejects.toThrow("stash not found");
  });

  test("a link's metadata cannot lead out of it", async () => {
    const bytes = Buffer.from("1");
    const https = mapBackend("https", {
      get: () => ({ bytes, contentType: "application/json", namespace: "b" }),
    });
    const { retrieve } = createKstash({
      codecs: [json],
      config: { backends: [https], namespaces: ["a"] },
    });
    await expect(
      retrieve("https://a.s3.amazonaws.com/x.c4ca4238a0b923820dcc509a6f75849b"),
    ).rejects.toThrow('"b"');
  });

  test.each([
    ["a", "a", true],
    ["a", "ab", false],
    ["a.b", "axb", false],
    ["*", "anything", true],
    ["a*", "a", true],
    ["*-prod", "eu-prod", true],
    ["*-prod", "eu-prod2", false],
    ["a*b*c", "axbyc", true],
    ["a*b*c", "axyc", false],
    ["ab*ba", "aba", false],
    ["a*b*b", "ab", false],
  ])("%j and the namespace %j: %j", async (pattern, namespace, allowed) => {
    const config = { backends: [mapBackend()], namespaces: [pattern] };
    const { create } = createKstash({ codecs: [json], config });
    const result = await create("x", 1, { namespace }).then(
      () => true,
      () => false,
    );
    expect(result).toBe(allowed);
  });
});
