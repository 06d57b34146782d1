import assert from "node:assert/strict";
import type { Duties } from "../case.js";
import type { CodecStage } from "../codec-stage.js";

// RFC 6838 section 4.2: restricted names on both sides of the slash; here in lowercase alone.
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** What a codec says of itself. */
export const shape: Duties<CodecStage> = {
  "its name is one lowercase word": async ({ codec }) => {
    assert.match(
      codec.name,
      /^[a-z][a-z0-9-]*$/,
      "a codec's name is [a-z][a-z0-9-]*: an address carries it as codec=",
    );
  },
  "its content types are lowercase, without parameters": async ({ codec }) => {
    for (const type of [codec.contentType, ...(codec.alsoReads ?? [])]) {
      assert.match(
        type,
        MEDIA_TYPE,
        `a content type is a lowercase type/subtype without parameters, because stored types are compared with it in that form; this is ${JSON.stringify(type)}`,
      );
    }
  },
};
