import type {
  BlobHTTPHeaders,
  BlobServiceClient,
  BlockBlobUploadOptions,
  StoragePipelineOptions,
} from "@azure/storage-blob";
import { checkedOptions, refuser } from "@kstash/backend-kit";

/** How the backend reaches Azure Blob Storage, and how it stores. */
export interface AzureOptions {
  /** A ready client. It is used as it is, and never changed. */
  readonly serviceClient?: BlobServiceClient | undefined;
  /** An account with its key or a SAS, as the portal shows it. Default: `AZURE_STORAGE_CONNECTION_STRING`. */
  readonly connectionString?: string | undefined;
  /**
   * The account's blob endpoint: `https://ACCOUNT.blob.core.windows.net`. Default: that of the account
   * `AZURE_STORAGE_ACCOUNT`.
   */
  readonly url?: string | undefined;
  /**
   * Who uses it: a `StorageSharedKeyCredential`, or a token credential of `@azure/identity`
   * (`new DefaultAzureCredential()`). Default: the account's key in `AZURE_STORAGE_KEY`, if that is set.
   */
  readonly credential?: BlobServiceClient["credential"] | undefined;
  /**
   * Proxy, retries and the like of the backend's own client. Default: what fails and may pass (408, 429,
   * 5xx, a lost connection) is sent again, three times at most, after what `Retry-After` asks for and
   * up to 0.5, 1 and 2 s. With `retryOptions` it is the SDK that retries, which heeds neither 429 nor
   * `Retry-After`.
   */
  readonly clientOptions?: StoragePipelineOptions | undefined;
  /** Fields of every Put Blob: access tier, index tags, encryption scope… Default: `{}`. */
  readonly putOptions?: AzurePutOptions | undefined;
  /**
   * For accounts with a lifecycle rule by `daysAfterModificationGreaterThan`: a blob that is found to be
   * older than this, in seconds, is renewed (its metadata is set again) before its address is handed out,
   * so that the rule counts anew. Costs one request for each blob found. Default: blobs that are found
   * are left alone.
   */
  readonly refreshAfterSec?: number | undefined;
  /**
   * Payloads that are larger than this, in bytes, are sent in blocks and read in ranges, by several
   * requests at once. Default: 100,663,296 (96 MiB) to send; 2,097,152 (2 MiB) to read if Azure takes more
   * than 10 ms to answer, as a store that is nearer is quicker with one.
   */
  readonly parallelAboveBytes?: number | undefined;
}

/** What is the user's to choose of a Put Blob. The rest is kstash's own. */
export type AzurePutOptions = Readonly<
  Pick<BlockBlobUploadOptions, "encryptionScope" | "metadata" | "tags" | "tier">
> &
  Readonly<Pick<BlobHTTPHeaders, "blobCacheControl" | "blobContentDisposition">>;

/** The options with their defaults. */
export type AzureSettings = ReturnType<typeof settingsOf>;

/** @throws {InvalidConfig} naming the option and its rule */
export function settingsOf(options: AzureOptions) {
  const refuse = refuser("azure");
  const { serviceClient, connectionString, url, credential, clientOptions } = options;
  if (serviceClient) {
    for (const [name, value] of Object.entries({
      connectionString,
      url,
      credential,
      clientOptions,
    })) {
      if (value !== undefined) throw refuse(name, "a serviceClient has its own");
    }
  }
  if (connectionString !== undefined && (url !== undefined || credential !== undefined)) {
    throw refuse("connectionString", "it already says url and credential: pass one or the other");
  }
  return { ...checkedOptions(options, refuse), putOptions: options.putOptions ?? {} };
}
