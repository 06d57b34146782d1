import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mem } from "@kstash/backend-mem";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { startS3Server } from "@kstash/s3-server";
import {
  installPeers,
  peerClients,
  type PeerPlace,
  startElasticMq,
  startMoto,
} from "@kstash/sqs-peers";
import { type KstashOptions, withKstash } from "../src/index.js";
import { textOf } from "./kit.js";

// Where they are not, installPeers has said so.
const describePeers = installPeers() ? describe : describe.skip;
const credentials = { accessKeyId: "AKIDTESTTESTTESTTEST", secretAccessKey: "test" };
const region = "us-east-1";
const bucket = "payloads";
const text = `{"há": "水 🎵", "n": 1.0, "data": "${textOf(3 * 1024 * 1024)}"}`;

/** A queue server, and the S3 server that the bodies go to. */
interface Servers {
  readonly sqsEndpoint: string;
  readonly s3Endpoint: string;
  readonly credentials: PeerPlace["credentials"];
  close(): Promise<unknown>;
}

async function moto(): Promise<Servers> {
  const { url, close } = await startMoto();
  return { sqsEndpoint: url, s3Endpoint: url, credentials, close };
}

async function elasticMq(): Promise<Servers> {
  const [queues, s3] = await Promise.all([startElasticMq(), startS3Server()]);
  return {
    sqsEndpoint: queues.url,
    s3Endpoint: s3.endpoint,
    credentials: s3.credentials,
    close: () => Promise.all([queues.close(), s3.close()]),
  };
}

describePeers.each([
  ["moto", moto],
  ["ElasticMQ", elasticMq],
])("on %s", (_, startServers) => {
  const { create, retrieve, remove } = createKstash({
    codecs: [cbor],
    config: { backends: [mem()] },
  });
  let servers: Servers;
  let place: PeerPlace;
  let s3Client: S3Client;
  let plain: SQSClient;
  const failures: Error[] = [];

  beforeAll(async () => {
    servers = await startServers();
    const { credentials } = servers;
    plain = new SQSClient({ endpoint: servers.sqsEndpoint, region, credentials });
    const endpoint = servers.s3Endpoint;
    s3Client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    await s3Client.send(new CreateBucketCommand({ Bucket: bucket }));
    const { QueueUrl } = await plain.send(new CreateQueueCommand({ QueueName: "messages" }));
    place = { ...servers, queueUrl: QueueUrl!, bucket, region };
  });
  afterAll(async () => {
    plain.destroy();
    s3Client.destroy();
    await servers.close();
  });

  function client(options: Partial<KstashOptions> = {}): SQSClient {
    const { sqsEndpoint: endpoint, credentials } = servers;
    const aws = { buckets: [bucket], s3Client };
    return withKstash(new SQSClient({ endpoint, region, credentials }), {
      kstash: { create, retrieve, remove },
      aws,
      onError: (error) => void failures.push(error),
      ...options,
    });
  }

  async function receive(queue: SQSClient): Promise<Message[]> {
    const input = { QueueUrl: place.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 };
    const command = new ReceiveMessageCommand({ ...input, MessageAttributeNames: ["kind"] });
    const { Messages = [] } = await queue.send(command);
    expect(failures).toEqual([]);
    return Messages;
  }

  async function expectNothingLeft(): Promise<void> {
    const { queueUrl: QueueUrl } = place;
    const { Attributes } = await plain.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
    });
    const { Contents = [] } = await s3Client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(Contents).toEqual([]);
  }

  describe.each(peerClients)("with AWS's extended client in $language", (peer) => {
    test.each([false, true])("it sends (legacy: %s), we receive and release", async (legacy) => {
      await peer.send(place, text, legacy);
      const queue = client({ release: true });
      const [message] = await receive(queue);
      expect(message!.Body).toBe(text);
      const kind = expect.objectContaining({ StringValue: "report" });
      expect(message!.MessageAttributes).toEqual({ kind });
      const { ReceiptHandle } = message!;
      await queue.send(new DeleteMessageCommand({ QueueUrl: place.queueUrl, ReceiptHandle }));
      await expectNothingLeft();
    });

    test("we send, it receives and releases", async () => {
      const queue = client({ format: "aws", namespace: bucket });
      const input = { QueueUrl: place.queueUrl, MessageBody: text };
      await queue.send(new SendMessageCommand(input));
      expect(await peer.receive(place)).toBe(text);
      await expectNothingLeft();
    });

    test("what fits is sent and received as it is, either way", async () => {
      await peer.send(place, "small");
      const [message] = await receive(client());
      expect(message!.Body).toBe("small");
      const { ReceiptHandle } = message!;
      const QueueUrl = place.queueUrl;
      await client().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const queue = client({ format: "aws", namespace: bucket });
      await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: "há" }));
      expect(await peer.receive(place)).toBe("há");
      await expectNothingLeft();
    });
  });

  test("a batch of ten that is over the limit as a whole is sent, received and deleted", async () => {
    const queue = client({ release: true });
    const bodies = Array.from({ length: 10 }, (_, index) => `${index}${textOf(150_000)}`);
    const Entries = bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
    const QueueUrl = place.queueUrl;
    const sent = await queue.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful).toHaveLength(10);
    const received: string[] = [];
    while (received.length < 10) {
      const messages = await receive(queue);
      received.push(...messages.map(({ Body }) => Body!));
      const handles = messages.map(({ ReceiptHandle }, Id) => ({ Id: `${Id}`, ReceiptHandle }));
      const deletion = new DeleteMessageBatchCommand({ QueueUrl, Entries: handles });
      expect((await queue.send(deletion)).Failed ?? []).toEqual([]);
    }
    expect(received.toSorted()).toEqual(bodies);
    await expectNothingLeft();
  });

  test("the limit is that of the server, to the byte", async () => {
    const QueueUrl = place.queueUrl;
    const send = (queue: SQSClient, length: number) =>
      queue.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(length) }));
    await expect(send(plain, 1_048_577)).rejects.toThrow(/MessageTooLong|1048576/);
    for (const length of [1_048_576, 1_048_577]) {
      await send(client(), length);
      const [message] = await receive(client());
      expect(message!.Body).toHaveLength(length);
      const { ReceiptHandle } = message!;
      await plain.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  });
});

describePeers("a topic on moto", () => {
  test("delivers to a queue what is over its limit", async () => {
    const { url: endpoint, close } = await startMoto();
    const config = { endpoint, region, credentials };
    const kstash = createKstash({ codecs: [cbor], config: { backends: [mem()] } });
    const sqs = withKstash(new SQSClient(config), { kstash });
    const sns = withKstash(new SNSClient(config), { kstash });
    try {
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "messages" }));
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "reports" }));
      const Endpoint = `arn:aws:sqs:${region}:123456789012:messages`;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
      await sns.send(new PublishCommand({ TopicArn, Message: text }));
      const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 });
      const { Messages = [] } = await sqs.send(command);
      expect(JSON.parse(Messages[0]!.Body!)).toMatchObject({ Type: "Notification", Message: text });
    } finally {
      sqs.destroy();
      sns.destroy();
      await close();
    }
  });
});
