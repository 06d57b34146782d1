export { http } from "./http.js";
export { https } from "./https.js";
export type { HttpOptions, HttpsOptions, LinkOptions } from "./options.js";
