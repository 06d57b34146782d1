export { inline } from "./inline.js";
