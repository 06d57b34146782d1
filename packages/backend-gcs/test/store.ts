import { Storage } from "@google-cloud/storage";
import { http } from "@kstash/backend-https";
import { installFakeGcs, startFakeGcs } from "@kstash/servers";
import type { FaultyKind, Store } from "@kstash/store-suite";
import { gcs } from "../src/index.js";
import { credentials } from "./credentials.js";

/** fake-gcs-server, and its own client. */
export interface FakeGcsStore extends Store {
  readonly storage: Storage;
}

/** Google Cloud Storage, as fake-gcs-server has it. */
export const fakeGcs: FaultyKind<FakeGcsStore> = {
  title: "fake-gcs-server",
  scheme: "gs",
  isInstalled: installFakeGcs(),
  start,
  linkReader: http(),
  checksLinks: false,
  missingNamespace:
    'bucket "$" does not exist: create it first (gcloud storage buckets create gs://$)',
  putMethod: "POST",
  isPart: ({ method }) => method === "PUT",
  cancelMethod: "DELETE",
  refusal: (reason) => ({
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ error: { message: "so says the store", errors: [{ reason }] } }),
  }),
  refusals: [
    [429, "rateLimitExceeded", "the store is overloaded"],
    [503, "backendError", "the store is overloaded"],
    [401, "authError", "does not accept the credentials"],
    [403, "forbidden", 'allow storage.objects.create on bucket "stashes"'],
    [400, "userProjectMissing", "paid for by the requester"],
  ],
  changed: "the store received other bytes than were sent",
};

async function start(): Promise<FakeGcsStore> {
  const { url: server, close } = await startFakeGcs();
  const storage = new Storage({ apiEndpoint: server, projectId: "kstash", credentials });
  const stashes = storage.bucket("stashes");
  return {
    storage,
    url: server,
    backend: (url, { marked, ...options } = {}) =>
      gcs({
        ...options,
        options: { apiEndpoint: url, projectId: "kstash", credentials },
        ...(marked && { putOptions: { cacheControl: "no-store", metadata: { origin: "test" } } }),
      }),
    async createNamespace(namespace) {
      await storage.createBucket(namespace);
    },
    async head(key) {
      const [found] = await stashes.file(key).getMetadata();
      const { contentType, cacheControl, generation, customTime = "none" } = found;
      return {
        contentType,
        cacheControl,
        metadata: found.metadata as Record<string, string>,
        version: String(generation),
        countsFrom: customTime,
      };
    },
    write: (key, bytes, contentType) =>
      stashes.file(key).save(Buffer.from(bytes), { contentType, resumable: false }),
    async remove(key) {
      await stashes.file(key).delete();
    },
    async list(prefix) {
      const [files] = await stashes.getFiles({ prefix });
      return files.map(({ name }) => name);
    },
    close,
  };
}
