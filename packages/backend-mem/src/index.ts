export { mem } from "./mem.js";
