import { type Library, read, type Scanner } from "@kstash/core/codec-kit";
import { Decoder } from "cbor-x";
import { CborScanner } from "./scanner.js";

let scanner: Scanner;

// Some of these options are missing from the library's types.
const options = {
  useRecords: false,
  int64AsNumber: true,
  copyBuffers: true,
  // What simple values stand for (draft-ietf-cbor-packed): the first of them, each time, for the next value.
  sharedValues: {
    get 0() {
      return scanner.next();
    },
  },
};
const toObjects = new Decoder({ ...options, mapsAsObjects: true } as object);
const toMaps = new Decoder({ ...options, mapsAsObjects: false } as object);

const library: Library = {
  name: "cbor-x",
  placeholder: Uint8Array.of(0xe0),
  toObjects(bytes, scanned) {
    scanner = scanned;
    return toObjects.decode(bytes);
  },
  toMaps(bytes, scanned) {
    scanner = scanned;
    return toMaps.decode(bytes);
  },
};

/** Has cbor-x read bytes, once they were found to be of the profile. */
export function decode(bytes: Uint8Array): unknown {
  return read(new CborScanner(bytes), library);
}
