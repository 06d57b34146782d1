import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { type SqsServer, startSqsServer } from "@kstash/sqs-server";
import { run } from "@kstash/packed";
import { installFixture } from "./fixture.js";

let folder: string;
let s3: S3Server;
let sqs: SqsServer;
beforeAll(async () => {
  folder = await installFixture("sqs");
  s3 = await startS3Server({ buckets: ["stashes"] });
  sqs = await startSqsServer();
});
afterAll(() => Promise.all([s3.close(), sqs.close()]));

test("a program of ten lines sends 3 MiB over SQS, and gets them back", async () => {
  const printed = await run(folder, ["node", "main.js"], {
    QueueUrl: sqs.queueUrl(),
    AWS_ENDPOINT_URL_SQS: sqs.endpoint,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  });
  expect(printed).toBe("true\n");
  const [message] = sqs.queues.get("messages")!.messages;
  expect(message?.body).toMatch(/^\{"\$kstash":"s3:\/\/stashes\/message\.[0-9a-f]{32}"\}$/);
});
