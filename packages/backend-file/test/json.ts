import type { Codec } from "@kstash/core";

/** A codec of a few lines, so that these tests need no other package. */
export const json: Codec = {
  name: "json",
  contentType: "application/json",
  encode: (data) => new TextEncoder().encode(JSON.stringify(data)),
  decode: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
};
