import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { PublishCommand } from "@aws-sdk/client-sns";
import { DeleteMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { cutAfter } from "@kstash/s3-server";
import type { KstashOptions } from "../src/index.js";
import { receive, textOf, useStage } from "./kit.js";

const stage = useStage();
const url = () => stage.sqs.queueUrl();
const aws = () => ({ buckets: ["payloads"], s3Client: stage.s3Client });
const reader = (options: Partial<KstashOptions> = {}) => stage.queue({ aws: aws(), ...options });
const writer = (options: Partial<KstashOptions> = {}) =>
  stage.queue({ aws: aws(), format: "aws", namespace: "payloads", ...options });
const CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";
const LEGACY = "com.amazon.sqs.javamessaging.MessageS3Pointer";
const sizeOf = (bytes: number) => ({ DataType: "Number", StringValue: String(bytes) });

/** An object with this text, as AWS's clients store it, and the pointer to it. */
async function store(Body: string | Uint8Array, Key = "3f2504e0-4f89-41d3-9a0c-0305e82c3301") {
  await stage.s3Client.send(new PutObjectCommand({ Bucket: "payloads", Key, Body }));
  return { s3BucketName: "payloads", s3Key: Key };
}

function send(MessageBody: string, MessageAttributes = {}) {
  return stage.plain.send(
    new SendMessageCommand({ QueueUrl: url(), MessageBody, MessageAttributes }),
  );
}

describe("what AWS's extended clients write", () => {
  const text = "há 水 🎵 1.0";
  const bytes = Buffer.byteLength(text);

  test.each([
    ["Java", CLASS, "ExtendedPayloadSize", JSON.stringify],
    ["Java 1", LEGACY, "SQSLargePayloadSize", JSON.stringify],
    ["Python", CLASS, "ExtendedPayloadSize", pythonic],
    ["Python, asked for the legacy attribute", LEGACY, "SQSLargePayloadSize", pythonic],
    ["another, with more to say", CLASS, "ExtendedPayloadSize", withMore],
  ])("is read: %s", async (_, className, attribute, format) => {
    const pointer = format([className, await store(text)]);
    const kind = { DataType: "String", StringValue: "report" };
    await send(pointer, { [attribute]: sizeOf(bytes), kind });
    const [message] = await receive(reader(), url());
    expect(message).toMatchObject({ Body: text });
    expect(message?.MessageAttributes).toEqual({ kind });
  });

  test("is read without the attribute, where something on the way has lost it", async () => {
    await send(JSON.stringify([CLASS, await store(text)]));
    expect((await receive(reader(), url()))[0]?.Body).toBe(text);
  });

  test("is read in the envelope of SNS", async () => {
    const TopicArn = stage.sqs.subscribe();
    const Message = textOf(300_000);
    const topic = stage.topic({ aws: aws(), format: "aws", namespace: "payloads" });
    await topic.send(new PublishCommand({ TopicArn, Message }));
    const [message] = await receive(reader(), url());
    expect(JSON.parse(message!.Body!)).toMatchObject({ Message, MessageAttributes: {} });
  });

  test("keeps a byte order mark", async () => {
    await send(JSON.stringify([CLASS, await store("\uFEFFx")]));
    expect((await receive(reader(), url()))[0]?.Body).toBe("\uFEFFx");
  });
});

/** As Python's json.dumps does it. */
function pythonic(value: unknown): string {
  return JSON.stringify(value, null, 1)
    .replaceAll(/\n */g, " ")
    .replaceAll(/([[{]) | ([\]}])/g, "$1$2");
}

/** With members in the object that neither of AWS's clients knows, and both skip. */
function withMore([className, pointer]: unknown[]): string {
  return JSON.stringify([className, { ...(pointer as object), s3VersionId: "1" }]);
}

describe('what format: "aws" writes', () => {
  test("is to the letter what AWS's clients write", async () => {
    const MessageBody = textOf(1_048_577);
    const keyed = writer({ aws: { ...aws(), keyPrefix: "orders/" } });
    await keyed.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    const [message] = stage.sqs.queues.get("messages")!.messages;
    expect(message!.attributes).toEqual({ ExtendedPayloadSize: sizeOf(1_048_577) });
    const [, { s3Key }] = JSON.parse(message!.body) as [string, { s3Key: string }];
    expect(s3Key).toMatch(/^orders\/[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(message!.body).toBe(`["${CLASS}",{"s3BucketName":"payloads","s3Key":"${s3Key}"}]`);
    const get = new GetObjectCommand({ Bucket: "payloads", Key: s3Key });
    const { Body } = await stage.s3Client.send(get);
    expect(await Body!.transformToString()).toBe(MessageBody);
    expect((await receive(reader(), url()))[0]?.Body).toBe(MessageBody);
  });

  test("is a new object for each message, which its reader may delete", async () => {
    const MessageBody = textOf(1_048_577);
    for (const _ of [1, 2]) {
      await writer().send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    }
    const queue = reader({ release: true });
    const [first] = await receive(queue, url());
    await queue.send(
      new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle: first!.ReceiptHandle }),
    );
    const [second] = await receive(queue, url());
    expect(second?.Body).toBe(MessageBody);
    expect(stage.reports).toEqual([]);
    const deleted = stage.s3.requests.filter(({ method }) => method === "DELETE");
    expect(deleted).toHaveLength(1);
  });

  test("is refused where nothing more fits beside ten attributes, before anything is stored", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `a${index}`);
    const value = { DataType: "String", StringValue: "x" };
    const attributes = Object.fromEntries(names.map((name) => [name, value]));
    const sending = (MessageBody: string, MessageAttributes: typeof attributes) =>
      writer().send(new SendMessageCommand({ QueueUrl: url(), MessageBody, MessageAttributes }));
    await expect(sending(textOf(1_048_577), attributes)).rejects.toMatchObject({
      code: "INVALID_DATA",
      message: expect.stringContaining("the message has 10 attributes; SQS takes 10"),
    });
    expect(stage.s3.requests).toEqual([]);
    await sending("fits", attributes);
    delete attributes["a9"];
    await sending(textOf(1_048_577), attributes);
  });

  test("is refused for text that has no UTF-8", async () => {
    const MessageBody = `${textOf(1_048_577)}\uD800`;
    const sending = writer().send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    await expect(sending).rejects.toMatchObject({ code: "INVALID_DATA" });
    expect(stage.s3.requests).toEqual([]);
  });
});

describe("a pointer that is not to be followed", () => {
  const pointerTo = (s3BucketName: string, s3Key = "key") =>
    JSON.stringify([CLASS, { s3BucketName, s3Key }]);

  test.each<[string, () => Promise<[string, object?]>, string, string]>([
    [
      "to a bucket that the reader does not list",
      async () => [pointerTo("others")],
      "INVALID_ADDRESS",
      "s3://others/key\", in the format of AWS's extended client: the option aws.buckets allows payloads",
    ],
    [
      "with more members in the array",
      async () => [JSON.stringify([CLASS, { s3BucketName: "payloads", s3Key: "key" }, {}])],
      "STASH_CORRUPTED",
      "no such pointer",
    ],
    [
      "without a key",
      async () => [JSON.stringify([CLASS, { s3BucketName: "payloads" }])],
      "STASH_CORRUPTED",
      "no such pointer",
    ],
    [
      "of a class that is not known",
      async () => ['["x.Pointer",{}]', { ExtendedPayloadSize: sizeOf(1) }],
      "STASH_CORRUPTED",
      "no such pointer",
    ],
    [
      "to what is gone",
      async () => [pointerTo("payloads", "gone")],
      "STASH_NOT_FOUND",
      'there is nothing at "s3://payloads/gone"',
    ],
    [
      "to another length than it declares",
      async () => [
        JSON.stringify([CLASS, await store("four")]),
        { ExtendedPayloadSize: sizeOf(5) },
      ],
      "STASH_CORRUPTED",
      "has 4 bytes, and its message says 5",
    ],
    [
      "to bytes that are no text",
      async () => [JSON.stringify([CLASS, await store(Uint8Array.of(0xff))])],
      "STASH_CORRUPTED",
      "not UTF-8",
    ],
    [
      "to more than the reader takes",
      async () => [JSON.stringify([CLASS, await store(textOf(1_000_001))])],
      "STASH_TOO_LARGE",
      "1000000 bytes",
    ],
  ])("%s", async (_, make, code, text) => {
    const [body, attributes] = await make();
    await send(body, attributes);
    const queue = reader({ config: { maxPayloadBytes: 1_000_000 } });
    expect(await receive(queue, url())).toEqual([]);
    expect(stage.reports).toMatchObject([
      { error: { code, message: expect.stringContaining(text) }, message: { Body: body } },
    ]);
  });

  test("by a reader that lists no bucket: it says what to do", async () => {
    await send(pointerTo("payloads"));
    expect(await receive(stage.queue(), url())).toEqual([]);
    expect(stage.reports[0]?.error.message).toContain("list the buckets that may be read");
  });

  test("is never half of a body: an answer that breaks off is a failure", async () => {
    await send(JSON.stringify([CLASS, await store(textOf(100_000))]));
    stage.s3.faults.next({ method: "GET", body: cutAfter(1000) });
    expect(await receive(reader(), url())).toEqual([]);
    expect(stage.reports).toMatchObject([{ error: { code: "BACKEND_REMOTE_ERROR" } }]);
    expect(await receive(reader(), url())).toHaveLength(1);
  });
});
