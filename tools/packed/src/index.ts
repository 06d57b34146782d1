export { install } from "./install.js";
export { pack, type Tarballs } from "./pack.js";
export { attempt, type Outcome, run } from "./run.js";
export { packed } from "./tarballs.js";
