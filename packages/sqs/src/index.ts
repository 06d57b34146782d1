export {
  hydrateSnsEvent,
  hydrateSqsEvent,
  type HydratedSqsEvent,
  type SnsEvent,
  type SqsEvent,
  type SqsRecord,
} from "./lambda.js";
export {
  type BatchResponse,
  hydrateLambda,
  type LambdaOptions,
  type MiddyRequest,
} from "./middy.js";
export type {
  AwsOptions,
  KstashOptions,
  ReadOptions,
  ReceivedMessage,
  S3Sender,
} from "./options.js";
export { type AwsClient, withKstash } from "./with-kstash.js";
