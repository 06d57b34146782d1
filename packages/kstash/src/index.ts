export { cbor } from "@kstash/codec-cbor";
export * from "@kstash/core";
export { loaders } from "./loaders.js";
export { create, remove, retrieve, share } from "./operations.js";
