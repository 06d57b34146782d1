import type { BlobServiceClient, BlockBlobClient } from "@azure/storage-blob";
import { type Operation, remember } from "@kstash/backend-kit";
import { blobName } from "../names.js";
import type { AzureOptions } from "../options.js";
import { withPatience } from "./pipeline.js";
import { loadSdk, type Sdk } from "./sdk.js";

/** The SDK, and the one client of a backend's life. */
export interface Connection {
  readonly sdk: Sdk;
  readonly service: BlobServiceClient;
}

/** A connection as one operation uses it. */
export type Session = Connection & Operation;

/**
 * Connects when first asked. A failure is forgotten, so that the next call finds an account or a package
 * that has been set or installed meanwhile.
 */
export function connector(options: AzureOptions): () => Promise<Connection> {
  return remember(async () => {
    const sdk = await loadSdk();
    return { sdk, service: options.serviceClient ?? clientOf(sdk, options) };
  });
}

function clientOf(sdk: Sdk, options: AzureOptions): BlobServiceClient {
  const { url, credential } = accountOf(sdk, options);
  const { clientOptions } = options;
  // Whoever sets the SDK's retries gets those. Ours stand outside of them, so that they are not multiplied.
  const ours = clientOptions?.retryOptions === undefined;
  const pipeline = sdk.newPipeline(credential, {
    ...clientOptions,
    ...(ours && { retryOptions: { maxTries: 1 } }),
  });
  return new sdk.BlobServiceClient(url, withPatience(pipeline, { attempts: ours ? 4 : 1 }));
}

function accountOf(sdk: Sdk, options: AzureOptions): Pick<BlobServiceClient, "url" | "credential"> {
  const {
    AZURE_STORAGE_CONNECTION_STRING,
    AZURE_STORAGE_ACCOUNT: account = "",
    AZURE_STORAGE_KEY: key,
  } = process.env;
  const { connectionString, url, credential } = options;
  if (connectionString !== undefined) {
    return sdk.BlobServiceClient.fromConnectionString(connectionString);
  }
  if (url === undefined && credential === undefined && AZURE_STORAGE_CONNECTION_STRING) {
    return sdk.BlobServiceClient.fromConnectionString(AZURE_STORAGE_CONNECTION_STRING);
  }
  if (url === undefined && account === "") throw named("AccountMissing", "no account is set");
  const endpoint = url ?? `https://${account}.blob.core.windows.net`;
  if (credential) return { url: endpoint, credential };
  if (account !== "" && key) {
    return { url: endpoint, credential: new sdk.StorageSharedKeyCredential(account, key) };
  }
  // The URL may have a SAS of its own.
  if (url?.includes("?")) return { url: endpoint, credential: new sdk.AnonymousCredential() };
  throw named("CredentialMissing", "no credential is set");
}

/** An error that the table of reasons knows. */
function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** The blob of a stash. */
export function blobOf(
  { service }: Connection,
  { namespace, key }: { readonly namespace: string; readonly key: string },
): BlockBlobClient {
  return service.getContainerClient(namespace).getBlockBlobClient(blobName(key));
}
