export { dependencyRows, dependencyTableFaults, type Row } from "./dependency-table.js";
export {
  importCircles,
  type ImportGraph,
  importGraph,
  listedRooms,
  roomFaults,
} from "./imports.js";
export { brokenLinks } from "./links.js";
export { type Lockfile, lockfileFaults } from "./lockfile.js";
export { type Manifest, manifestFaults, type Ranges } from "./manifest.js";
export { rangeFaults } from "./ranges.js";
export { addressFaults, addressOf, repoFiles, textFaults } from "./texts.js";
export { type Member, members, publicPackages, readJson, readText, root } from "./workspace.js";
