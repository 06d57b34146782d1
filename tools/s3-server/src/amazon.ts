import { fileURLToPath } from "node:url";
import { caPath } from "./certificate.js";

/** A module to preload (`node --import`), which leads AWS's host names to the servers of {@link amazonEnvironment}. */
export const amazonPreload = fileURLToPath(new URL("../amazon.mjs", import.meta.url));

/** What leads programs to servers in AWS's place. They have to be of HTTPS. */
export function amazonEnvironment(
  s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  },
  sqs?: { readonly endpoint: string },
): NodeJS.ProcessEnv {
  return {
    NODE_EXTRA_CA_CERTS: caPath,
    AMAZON_S3_PORT: new URL(s3.endpoint).port,
    ...(sqs && { AMAZON_SQS_PORT: new URL(sqs.endpoint).port }),
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
}
