import type * as clientS3 from "@aws-sdk/client-s3";
import { UnsupportedBackend } from "@kstash/core";
import { remember } from "../async/remember.js";

/** The AWS SDK's S3 client package. */
export type Sdk = typeof clientS3;

/** Loaded on first use: it takes longer to load than all the rest of kstash. */
export const loadSdk = remember(() =>
  loading("@aws-sdk/client-s3", () => import("@aws-sdk/client-s3")),
);

/** Loaded when the first link is made. */
export const loadPresigner = remember(() =>
  loading("@aws-sdk/s3-request-presigner", () => import("@aws-sdk/s3-request-presigner")),
);

/** @throws {UnsupportedBackend} that says what to install, with the reason as its cause */
export async function loading<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new UnsupportedBackend(
      `backend "s3" needs ${name}, which could not be loaded: npm install ${name}`,
      { cause },
    );
  }
}
