export { startCeph, type CephOptions, type CephServer } from "./ceph.js";
export { installCeph } from "./install.js";
