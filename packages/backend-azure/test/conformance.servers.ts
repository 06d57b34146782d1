import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { BlobServiceClient } from "@azure/storage-blob";
import { backendCases } from "@kstash/conformance";
import { type Azurite, installAzurite, startAzurite } from "@kstash/servers";
import { azure } from "../src/index.js";

const CONTAINERS = ["conformance", "conformance-2"];

// Where it is not, installAzurite has said so.
const describeInstalled = installAzurite() ? describe : describe.skip;

describeInstalled("the contract, on Azurite", () => {
  let server: Azurite;
  beforeAll(async () => {
    server = await startAzurite();
    const service = BlobServiceClient.fromConnectionString(server.connectionString);
    for (const name of CONTAINERS) await service.createContainer(name);
  }, 120_000);
  afterAll(() => server?.close());

  const cases = backendCases({
    backend: () => azure({ connectionString: server.connectionString }),
    otherNamespace: "conformance-2",
    // Port 1 (tcpmux, RFC 1078) is closed wherever tests run.
    unreachable: () =>
      azure({
        connectionString: server.connectionString.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1"),
        clientOptions: { retryOptions: { maxTries: 1 } },
      }),
  });
  for (const { title, run } of cases) test(title, run);
});
