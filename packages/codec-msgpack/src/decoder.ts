import { type Library, read } from "@kstash/core/codec-kit";
import { Unpackr } from "msgpackr";
import { NIL } from "./formats.js";
import { MsgpackScanner } from "./scanner.js";

const options = { useRecords: false, int64AsType: "number", copyBuffers: true } as const;
const toObjects = new Unpackr({ ...options, mapsAsObjects: true });
const toMaps = new Unpackr({ ...options, mapsAsObjects: false });

const library: Library = {
  name: "msgpackr",
  // A map whose only key is nil, which no payload has.
  placeholder: Uint8Array.of(0x81, NIL, NIL),
  toObjects: (bytes) => toObjects.unpack(bytes),
  toMaps: (bytes) => toMaps.unpack(bytes),
};

/** Has msgpackr read bytes, once they were found to be of the profile. */
export function decode(bytes: Uint8Array): unknown {
  return read(new MsgpackScanner(bytes), library);
}
