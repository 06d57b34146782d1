import { describe, expect, test } from "@jest/globals";
import { Address } from "@kstash/core";
import { metadataOf } from "../src/metadata.js";

const KEY = "a/b.c6ab205fe81dcad3eec3ab48b96b0618";

describe("a name that was too long for the metadata", () => {
  test.each([
    ["path style", `https://minio.example.com/stashes/${KEY}`, "stashes", "a/b"],
    ["virtual-hosted style", `https://stashes.minio.example.com/${KEY}`, "stashes", undefined],
    ["path style that the host shows", `https://127.0.0.1/stashes/${KEY}`, "stashes", undefined],
    ["another bucket in the path", `https://minio.example.com/stash/${KEY}`, "stashes", undefined],
  ])("is taken from the path: %s", (_, link, namespace, name) => {
    const headers = { "x-amz-meta-kstash-namespace": namespace };
    expect(metadataOf(headers, Address.parse(link), "the link")).toEqual({ namespace, name });
  });

  test("is not looked for if there is no metadata", () => {
    const address = Address.parse(`https://minio.example.com/stashes/${KEY}`);
    expect(metadataOf({}, address, "the link")).toEqual({ namespace: undefined, name: undefined });
  });
});
