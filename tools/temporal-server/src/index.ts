export { installTemporal } from "./install.js";
