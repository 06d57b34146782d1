import { Decoder, Encoder } from "cbor-x";

// Plain CBOR that any library reads, as kstash writes it; but in insertion order, and unchecked. Some of
// the options are missing from the library's types.
const options = {
  useRecords: false,
  variableMapSize: true,
  mapsAsObjects: true,
  tagUint8Array: false,
  useTag259ForMaps: false,
};

/** cbor-x by itself: what it writes is a view of its own memory. */
export const bareEncoder = new Encoder(options);

/** cbor-x by itself: the bytes that it gives are the caller's own, as kstash's are. */
export const bareDecoder = new Decoder({ ...options, copyBuffers: true } as typeof options);
