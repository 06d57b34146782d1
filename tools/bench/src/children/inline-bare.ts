// A whole process: cbor-x, and the same payload there and back.
import { Decoder, Encoder } from "cbor-x";

const base64 = new Encoder({ useRecords: false })
  .encode({ id: 1, kind: "order" })
  .toString("base64");
new Decoder({ useRecords: false }).decode(Buffer.from(base64, "base64"));
