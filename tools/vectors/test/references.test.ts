import { describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { createMessages } from "@kstash/messages";
import { readVectors } from "../src/index.js";

const vectors = readVectors("references.json");
const kstash = createKstash({ codecs: [cbor], config: { backends: [inline()] } });
const { offload, hydrate } = createMessages({ kstash });

const errorOf = ({ code, path }: { code?: string; path?: string }) => ({
  code,
  ...(path && { path }),
});

describe("a reader", () => {
  test.each(vectors.read)("reads $title", async ({ message, fields, reads }) => {
    const hydrated = await hydrate(message as object, { fields });
    expect(JSON.stringify(hydrated)).toBe(JSON.stringify(reads));
  });

  test.each(vectors.refused)("refuses $title", async ({ message, fields, ...error }) => {
    const hydrating = hydrate(message as object, { fields });
    await expect(hydrating).rejects.toMatchObject(errorOf(error));
  });
});

test.each(vectors.refusedMessages)("a writer refuses $title", async ({ message, ...error }) => {
  await expect(offload(message as object)).rejects.toMatchObject(errorOf(error));
});
