export type { S3Options, S3PutOptions } from "./options.js";
export { s3, type S3Backend } from "./s3.js";
