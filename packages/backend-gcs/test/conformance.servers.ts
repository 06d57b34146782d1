import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { Storage } from "@google-cloud/storage";
import { backendCases } from "@kstash/conformance";
import { installFakeGcs, type Server, startFakeGcs } from "@kstash/servers";
import { gcs } from "../src/index.js";
import { credentials } from "./kit.js";

const BUCKETS = ["conformance", "conformance-2"];

// Where it is not, installFakeGcs has said so.
const describeInstalled = installFakeGcs() ? describe : describe.skip;

// What fake-gcs-server does not do: it checks neither the signature of a link nor its time.
const UNCHECKED = /shared link (?:works no longer|cannot be)/;

describeInstalled("the contract, on fake-gcs-server", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startFakeGcs();
    const storage = new Storage({ apiEndpoint: server.url, projectId: "kstash" });
    for (const name of BUCKETS) await storage.createBucket(name);
  }, 120_000);
  afterAll(() => server?.close());

  const cases = backendCases({
    backend: () => gcs({ options: { apiEndpoint: server.url, projectId: "kstash", credentials } }),
    otherNamespace: "conformance-2",
    // Port 1 (tcpmux, RFC 1078) is closed wherever tests run.
    unreachable: () => gcs({ options: { apiEndpoint: "http://127.0.0.1:1", projectId: "kstash" } }),
  });
  for (const { title, run } of cases) {
    if (!UNCHECKED.test(title)) test(title, run);
  }
});
