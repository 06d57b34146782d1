export {
  hydrateSnsEvent,
  hydrateSqsEvent,
  type HydratedSqsEvent,
  type SnsEvent,
  type SqsEvent,
  type SqsRecord,
} from "./lambda.js";
export { hydrateLambda, type LambdaOptions } from "./middy.js";
export type {
  AwsOptions,
  KstashOptions,
  ReadOptions,
  ReceivedMessage,
  S3Sender,
} from "./options.js";
export { type AwsClient, withKstash } from "./with-kstash.js";
