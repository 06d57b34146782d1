export { amazonEnvironment, amazonPreload } from "./amazon.js";
export type { Access, Credentials } from "./access.js";
export {
  cutAfter,
  endless,
  longerBy,
  shorterBy,
  wrongBody,
  type BodyFault,
} from "./body-faults.js";
export { caPath, readCertificate } from "./certificate.js";
export {
  conditionalConflict,
  internalError,
  noConditionalWrites,
  slowDown,
} from "./common-faults.js";
export type { Fault, FaultMatch, Faults, PlannedFault } from "./faults.js";
export type { LinkModel } from "./link.js";
export type { RequestRecord } from "./log.js";
export { loopbackLookup } from "./loopback-lookup.js";
export { startS3Server, type S3Server, type S3ServerOptions } from "./server.js";
