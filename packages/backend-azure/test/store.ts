import { BlobServiceClient } from "@azure/storage-blob";
import { http } from "@kstash/backend-https";
import { type Azurite, installAzurite, startAzurite } from "@kstash/servers";
import type { FaultyKind, Store } from "@kstash/store-suite";
import { azure } from "../src/index.js";

/** Azurite, and its own client. */
export interface AzuriteStore extends Store {
  readonly server: Azurite;
  readonly service: BlobServiceClient;
}

/** Azure Blob Storage, as Azurite has it. */
export const azurite: FaultyKind<AzuriteStore> = {
  title: "Azurite",
  scheme: "az",
  isInstalled: installAzurite(),
  start,
  linkReader: http(),
  missingNamespace:
    'container "$" does not exist: create it first (az storage container create --name $)',
  putMethod: "PUT",
  isPart: ({ url = "" }) => url.includes("comp=block&"),
  refusal: (code) => ({
    headers: { "x-ms-error-code": code, "content-type": "application/xml" },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>so says the store</Message></Error>`,
  }),
  refusals: [
    [429, "TooManyRequests", "the store is overloaded"],
    [503, "ServerBusy", "the store is overloaded"],
    [500, "InternalError", "the store failed"],
    [403, "AuthenticationFailed", "does not accept the credentials"],
    [403, "AuthorizationPermissionMismatch", "blobs/write (in a SAS: c and w)"],
    [403, "KeyBasedAuthenticationNotPermitted", "does not allow its keys"],
    [409, "ContainerBeingDeleted", "is being deleted"],
    [400, "Md5Mismatch", "received other bytes than were sent"],
  ],
  // Azure's own code for it is Md5Mismatch.
  changed: "Provided contentMD5 doesn't match",
  secret: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq",
};

async function start(): Promise<AzuriteStore> {
  const server = await startAzurite();
  const { connectionString } = server;
  const service = BlobServiceClient.fromConnectionString(connectionString);
  const stashes = service.getContainerClient("stashes");
  return {
    server,
    service,
    url: server.url,
    backend: (url, { marked, ...options } = {}) =>
      azure({
        ...options,
        connectionString: connectionString.replace(server.url, url),
        ...(marked && {
          putOptions: { blobCacheControl: "no-store", metadata: { origin: "test" } },
        }),
      }),
    async createNamespace(namespace) {
      await service.createContainer(namespace);
    },
    async head(key) {
      const { contentType, cacheControl, metadata, etag, lastModified } = await stashes
        .getBlobClient(key)
        .getProperties();
      const countsFrom = String(lastModified);
      return { contentType, cacheControl, metadata: metadata ?? {}, version: etag!, countsFrom };
    },
    async write(key, bytes, blobContentType) {
      const blob = stashes.getBlockBlobClient(key);
      await blob.upload(bytes, bytes.length, { blobHTTPHeaders: { blobContentType } });
    },
    async remove(key) {
      await stashes.deleteBlob(key);
    },
    async list(prefix) {
      const found: string[] = [];
      for await (const { name } of stashes.listBlobsFlat({ prefix })) found.push(name);
      return found;
    },
    close: () => server.close(),
  };
}
