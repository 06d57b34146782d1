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
      "bytes are encoded as their header, and then the bytes": text(
        "^bytesHeader and readBytesHeader",
      ),
      "the header is read back, from the first bytes alone": text("both there, or neither is$"),
      "what is no bytes has no header of bytes": text("both there, or neither is$"),
    },
  },
  "writes another header than it says": {
    codec: {
      ...correct,
      bytesHeader: (length) => correct.bytesHeader(length === 24 ? 23 : length),
    },
    fails: {
      "bytes are encoded as their header, and then the bytes": text(
        "^encode gives bytesHeader\\(24\\) and then the bytes: byte 4 of 29 differs$",
      ),
      "the header is read back, from the first bytes alone": text(
        "^readBytesHeader reads what bytesHeader\\(24\\) gave",
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
      "what is no bytes has no header of bytes": text(
        "^readBytesHeader answers undefined for what is no bytes$",
      ),
    },
  },
};
