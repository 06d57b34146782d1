export { type Block, blocksOf } from "./blocks.js";
export { readmes } from "./readmes.js";
export { amazon, amazonEnvironment, faultsOf, type Surroundings } from "./run-blocks.js";
