import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, test } from "@jest/globals";
import { backendCases } from "@kstash/conformance";
import { backendFor, clientFor } from "./kit.js";
import type { Running } from "./suite.js";

const BUCKETS = ["conformance", "conformance-2"];

/** The contract of backends, on any S3: the repo's own server and real ones. */
export function s3Contract(
  title: string,
  start: () => Promise<Running>,
  describeServer: (title: string, tests: () => void) => void = describe,
): void {
  describeServer(title, () => {
    let server: Running;
    beforeAll(async () => {
      server = await start();
      const client = clientFor(server);
      for (const Bucket of BUCKETS) await client.send(new CreateBucketCommand({ Bucket }));
      client.destroy();
    }, 120_000);
    afterAll(() => server?.close(), 120_000);

    const cases = backendCases({
      backend: () => backendFor(server),
      otherNamespace: "conformance-2",
      // Port 1 (tcpmux, RFC 1078) is closed wherever tests run.
      unreachable: () => backendFor(server, { endpoint: "http://127.0.0.1:1", maxAttempts: 1 }),
    });
    for (const { title, run } of cases) test(title, run);
  });
}
