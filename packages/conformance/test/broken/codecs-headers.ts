import { rawBytes as correct } from "../reference/raw-bytes.js";
import { taggedJson } from "../reference/tagged-json.js";
import { type BrokenCodecs, text } from "./broken-codec.js";

/** They say something else of their headers than they write. */
export const headers: BrokenCodecs = {
  "says half of how bytes are marked": {
    codec: {
      ...taggedJson,
      bytesHeader: (length) => correct.bytesHeader(length),
    },
    fails: {
      "bytes are encoded as their header followed by the bytes": text(
        "^a codec has both bytesHeader and readBytesHeader",
      ),
      "the header can be read from the first bytes alone": text("or neither$"),
      "data other than bytes has no header of bytes": text("or neither$"),
    },
  },
  "writes another header than it says": {
    codec: {
      ...correct,
      bytesHeader: (length) => correct.bytesHeader(length === 24 ? 23 : length),
    },
    fails: {
      "bytes are encoded as their header followed by the bytes": text(
        "^encode returns bytesHeader\\(24\\) followed by the bytes: byte 4 of 29 differs$",
      ),
      "the header can be read from the first bytes alone": text(
        "^readBytesHeader reads what bytesHeader\\(24\\) returned",
      ),
    },
  },
  "takes all for bytes": {
    codec: {
      ...correct,
      readBytesHeader: (start) =>
        correct.readBytesHeader(start) ?? { headerLength: 0, length: start.length },
    },
    fails: {
      "data other than bytes has no header of bytes": text(
        "^readBytesHeader returns undefined for data other than bytes$",
      ),
    },
  },
};
