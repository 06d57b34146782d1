import type * as storageBlob from "@azure/storage-blob";
import { loadFor, remember } from "@kstash/backend-kit";

/** Azure's SDK for blobs. */
export type Sdk = typeof storageBlob;

/** Loaded on first use: it takes longer to load than all the rest of kstash. */
export const loadSdk = remember(() =>
  loadFor("az", "@azure/storage-blob", () => import("@azure/storage-blob")),
);
