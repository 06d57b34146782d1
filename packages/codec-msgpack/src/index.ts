export { msgpack } from "./msgpack.js";
