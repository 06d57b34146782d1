export { fromJson, type Json } from "./escapes.js";
export { type Files, makeFiles, readVectors, textOf } from "./files.js";
export type { Retrieval } from "./catalog/retrievals.js";
export type {
  AddressVector,
  BytesVector,
  CodecVectors,
  DataVector,
  Refusal,
  Vector,
} from "./vector.js";
