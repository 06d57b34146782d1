import type { BrokenCodecs } from "./broken-codec.js";
import { decoding } from "./codecs-decoding.js";
import { encoding } from "./codecs-encoding.js";
import { headers } from "./codecs-headers.js";
import { refusals } from "./codecs-refusals.js";
import { values } from "./codecs-values.js";

/** Every wrong codec, by what it does. */
export const brokenCodecs: BrokenCodecs = {
  ...decoding,
  ...encoding,
  ...headers,
  ...refusals,
  ...values,
};
