export { startCeph, type CephOptions, type CephServer } from "./ceph.js";
export { installCeph } from "./install.js";
export { limitedCredentials, setPolicy } from "./limited-user.js";
