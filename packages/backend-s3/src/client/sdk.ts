import type * as clientS3 from "@aws-sdk/client-s3";
import { loadFor, remember } from "@kstash/backend-kit";

/** The AWS SDK's S3 client package. */
export type Sdk = typeof clientS3;

/** Loaded on first use: it takes longer to load than all the rest of kstash. */
export const loadSdk = remember(() =>
  loadFor("s3", "@aws-sdk/client-s3", () => import("@aws-sdk/client-s3")),
);

/** Loaded when the first link is made. */
export const loadPresigner = remember(() =>
  loadFor("s3", "@aws-sdk/s3-request-presigner", () => import("@aws-sdk/s3-request-presigner")),
);
