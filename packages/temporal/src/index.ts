export { kstashDriver, type KstashDriverOptions } from "./driver.js";
