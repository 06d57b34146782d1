export { cached, type CachedOptions } from "./cached.js";
