import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { https } from "@kstash/backend-https";
import { s3 } from "@kstash/backend-s3";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import type { Backend } from "../src/index.js";

/** Real places for stashes, made before the tests of a file and gone after them. */
export interface Places {
  readonly server: S3Server;
  readonly s3: Backend;
  readonly https: Backend;
  readonly file: Backend;
}

export function places(): Places {
  const made = {} as { -readonly [key in keyof Places]: Places[key] };
  const root = mkdtempSync(join(tmpdir(), "kstash-umbrella-"));
  beforeAll(async () => {
    const server = await startS3Server({ tls: true, buckets: ["app", "stashes", "default"] });
    const { endpoint, region, credentials, ca } = server;
    made.server = server;
    made.s3 = s3({
      clientConfig: {
        endpoint,
        region,
        credentials,
        forcePathStyle: true,
        requestHandler: { httpsAgent: new Agent({ ca, keepAlive: true }) },
      },
    });
    made.https = https({ allowPrivate: true, ports: [Number(new URL(endpoint).port)], ca });
    made.file = file({ root });
  });
  afterAll(async () => {
    await made.server.close();
    rmSync(root, { recursive: true });
  });
  return made;
}
