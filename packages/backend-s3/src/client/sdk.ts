import { loadFor, remember } from "@kstash/backend-kit";
import type * as awsSdk from "./aws-sdk.js";

/** What is used of the AWS SDK's S3 client package. */
export type Sdk = typeof awsSdk;

/** Loaded on first use: it takes longer to load than all the rest of kstash. */
export const loadSdk = remember(() =>
  loadFor("s3", "@aws-sdk/client-s3", () => import("./aws-sdk.js")),
);

/** Loaded when the first link is made. */
export const loadPresigner = remember(() =>
  loadFor("s3", "@aws-sdk/s3-request-presigner", () => import("@aws-sdk/s3-request-presigner")),
);
