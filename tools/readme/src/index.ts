export { type Block, blocksOf } from "./blocks.js";
export { readmes } from "./readmes.js";
export { faultsOf, type Surroundings } from "./run-blocks.js";
