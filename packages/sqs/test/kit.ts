import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { type Backend, createKstash, type Kstash } from "@kstash/core";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { type SqsServer, type SqsServerOptions, startSqsServer } from "@kstash/sqs-server";
import { type KstashOptions, type ReceivedMessage, withKstash } from "../src/index.js";

/** What a test needs: servers, a kstash in memory, and clients of either side. */
export interface Stage {
  readonly sqs: SqsServer;
  readonly s3: S3Server;
  readonly kstash: Kstash;
  readonly backend: Backend;
  readonly s3Client: S3Client;
  /** A client without kstash. */
  readonly plain: SQSClient;
  /** What `onError` of the clients below was told. */
  readonly reports: { readonly error: Error; readonly message: ReceivedMessage | undefined }[];
  queue(options?: Partial<KstashOptions>): SQSClient;
  topic(options?: Partial<KstashOptions>): SNSClient;
}

/** Starts the servers for the tests of a file; `stage` is filled in before the first. */
export function useStage(options: SqsServerOptions = {}): Stage {
  const stage = { reports: [] } as unknown as { -readonly [K in keyof Stage]: Stage[K] };
  const clients: { destroy(): void }[] = [];
  const keep = <T extends { destroy(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    stage.sqs = await startSqsServer(options);
    stage.s3 = await startS3Server({ buckets: ["payloads", "others"] });
    const { endpoint, region, credentials } = stage.s3;
    stage.s3Client = keep(
      new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 }),
    );
    const config = { endpoint: stage.sqs.endpoint, region, credentials };
    stage.plain = keep(new SQSClient(config));
    stage.backend = mem();
    stage.kstash = createKstash({ codecs: [cbor], config: { backends: [stage.backend] } });
    const defaults = (): KstashOptions => ({
      kstash: stage.kstash,
      onError: (error, message) => void stage.reports.push({ error, message }),
    });
    stage.queue = (given) => withKstash(keep(new SQSClient(config)), { ...defaults(), ...given });
    stage.topic = (given) => withKstash(keep(new SNSClient(config)), { ...defaults(), ...given });
  });
  afterEach(() => {
    stage.reports.length = 0;
    stage.sqs.calls.length = 0;
    stage.s3.requests.length = 0;
    for (const queue of stage.sqs.queues.values()) queue.messages.length = 0;
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await Promise.all([stage.sqs.close(), stage.s3.close()]);
  });
  return stage;
}

/** What a client receives, ten messages at most; they are not hidden from the next who asks. */
export async function receive(client: SQSClient, QueueUrl: string): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 0,
    MessageAttributeNames: ["kind"],
    MessageSystemAttributeNames: ["MessageGroupId"],
  });
  return (await client.send(command)).Messages ?? [];
}

/** Text of so many bytes in UTF-8, of which no part is like another. */
export function textOf(bytes: number): string {
  let text = "";
  for (let n = 0; text.length < bytes; n += 1) text += `${n},`;
  return text.slice(0, bytes);
}
