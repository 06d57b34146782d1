import { describe, expect, test } from "@jest/globals";
import { inline } from "@kstash/backend-inline";
import { cbor } from "@kstash/codec-cbor";
import { msgpack } from "@kstash/codec-msgpack";
import { type Backend, createKstash } from "@kstash/core";
import { fromJson, readVectors, type Retrieval } from "../src/index.js";
import { expectSame } from "./same.js";

const codecs = { cbor, msgpack };
const vectors = readVectors("retrievals.json");

/** A store that holds what the vector says, wherever it is asked. */
function holding(stored: Retrieval["stored"]): Backend {
  return {
    specification: "v1",
    name: "s3",
    get: () =>
      stored && {
        bytes: Uint8Array.from(Buffer.from(stored.bytes, "hex")),
        contentType: stored.contentType,
      },
  };
}

describe.each([
  ["inline", vectors.inline],
  ["stored", vectors.stored],
] as const)("%s", (_, retrievals) => {
  test.each(retrievals)("$title: $address", async (vector) => {
    const { retrieve } = createKstash({
      codecs: vector.codecs.map((name) => codecs[name]),
      config: { backends: [inline(), holding(vector.stored)] },
    });
    const reading = retrieve(vector.address);
    if (vector.code === undefined) expectSame((await reading).data, fromJson(vector.data!));
    else await expect(reading).rejects.toMatchObject({ code: vector.code });
  });
});
