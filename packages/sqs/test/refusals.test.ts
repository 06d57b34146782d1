import { PublishCommand } from "@aws-sdk/client-sns";
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, jest, test } from "@jest/globals";
import { s3 as s3Backend } from "@kstash/backend-s3";
import { cbor } from "@kstash/codec-cbor";
import { createKstash } from "@kstash/core";
import { withKstash } from "../src/index.js";
import { receive, textOf, useStage } from "./kit.js";

const stage = useStage({ queues: ["messages", "orders.fifo"] });
const url = (name?: string) => stage.sqs.queueUrl(name);
const CLASS = "software.amazon.payloadoffloading.PayloadS3Pointer";

const send = (client: SQSClient, MessageBody: string, more: object = {}) =>
  client.send(new SendMessageCommand({ QueueUrl: url(), MessageBody, ...more }));

describe("what is refused before anything is sent", () => {
  test.each([
    ["a reference", '{"a":[{"$kstash":"mem://default/x.0cc175b9c0f1b6a831c399e269772661"}]}'],
    ["the key of references on anything else", '{"$kstash":12}'],
    ["AWS's pointer", JSON.stringify([CLASS, { s3BucketName: "b", s3Key: "k" }])],
  ])("a body that holds %s already", async (_, body) => {
    await expect(send(stage.queue(), body)).rejects.toMatchObject({ code: "INVALID_DATA" });
    expect(stage.sqs.calls).toEqual([]);
  });

  test("the attribute of AWS's format", async () => {
    const MessageAttributes = { ExtendedPayloadSize: { DataType: "Number", StringValue: "1" } };
    await expect(send(stage.queue(), "x", { MessageAttributes })).rejects.toMatchObject({
      code: "INVALID_DATA",
      message: expect.stringContaining("the attribute ExtendedPayloadSize"),
    });
  });

  test("attributes that leave no room for a reference, before anything is stored", async () => {
    const value = { DataType: "String", StringValue: "x".repeat(1_048_576) };
    const sending = send(stage.queue(), "x", { MessageAttributes: { a: value } });
    await expect(sending).rejects.toMatchObject({
      code: "INVALID_DATA",
      message: expect.stringContaining("the attributes of the message have 1048583 bytes"),
    });
  });

  test("a batch whose attributes alone are too large for it", async () => {
    const MessageAttributes = { a: { DataType: "String", StringValue: "x".repeat(600_000) } };
    const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: Id, MessageAttributes }));
    const command = new SendMessageBatchCommand({ QueueUrl: url(), Entries });
    await expect(stage.queue().send(command)).rejects.toMatchObject({ code: "STASH_TOO_LARGE" });
    expect(stage.sqs.calls).toEqual([]);
  });

  test("a batch of which one entry cannot be stored: its neighbours are not sent either", async () => {
    const Entries = [
      { Id: "good", MessageBody: textOf(1_048_577) },
      { Id: "bad", MessageBody: `${textOf(1_048_577)}\uD800` },
    ];
    const command = new SendMessageBatchCommand({ QueueUrl: url(), Entries });
    await expect(stage.queue().send(command)).rejects.toMatchObject({ code: "INVALID_DATA" });
    expect(stage.sqs.calls).toEqual([]);
  });

  test.each(["kstash", "aws"] as const)(
    "a batch of which one entry fails: what has begun for its neighbours is ended (%s)",
    async (format) => {
      const { s3, s3Client } = stage;
      const config = { backends: [s3Backend({ client: s3Client })] };
      const kstash = createKstash({ codecs: [cbor], config });
      const queue = stage.queue({ kstash, namespace: "payloads", format, aws: { s3Client } });
      const { reached } = s3.faults.next({ method: "PUT", connection: "stall" });
      const Entries = ["one", "two"].map((Id) => ({ Id, MessageBody: textOf(1_048_577) + Id }));
      const sending = queue.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries }));
      s3.faults.next({ method: "PUT", answer: { status: 403, code: "AccessDenied" } });
      await expect(sending).rejects.toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
      await reached;
      // The client keeps that of the answer.
      while (s3.connections > 1) await new Promise(setImmediate);
      expect(stage.sqs.calls).toEqual([]);
    },
  );

  test("a text for each protocol is sent as it is, and so may be too large", async () => {
    const TopicArn = stage.sqs.subscribe();
    const publish = (length: number) => {
      const Message = JSON.stringify({ default: "x".repeat(length) });
      const input = { TopicArn, Message, MessageStructure: "json" };
      return stage.topic({ overBytes: 0 }).send(new PublishCommand(input));
    };
    await publish(1);
    expect(stage.sqs.queues.get("messages")!.messages[0]!.body).not.toContain("$kstash");
    await expect(publish(262_144)).rejects.toThrow("has a MessageStructure");
  });
});

describe("a message that cannot be read", () => {
  const reference = (address: string) => JSON.stringify({ $kstash: address });
  const gone = "mem://default/message.0cc175b9c0f1b6a831c399e269772661";

  test.each([
    ["nothing is there", reference(gone), "STASH_NOT_FOUND"],
    ["a field of it is not there", `{"a":1,"b":${reference(gone)}}`, "STASH_NOT_FOUND"],
    ["it is no address", reference("file:///etc/passwd"), "INVALID_DATA"],
    ["the scheme is not the reader's", reference(gone.replace("mem", "s3")), "UNSUPPORTED_BACKEND"],
    [
      "the namespace is not allowed",
      reference(gone.replace("default", "other")),
      "INVALID_ADDRESS",
    ],
    ["it is marked, and no reference", '{"$kstash":"mem://a/b.c","x":1}', "INVALID_DATA"],
  ])("is left out and reported, its neighbours are not: %s", async (_, body, code) => {
    const queue = stage.queue({ config: { namespaces: ["default"], backends: [stage.backend] } });
    await send(stage.queue(), "before");
    await send(stage.plain, body);
    await send(stage.queue(), "after");
    const received = await receive(queue, url());
    expect(received.map(({ Body }) => Body)).toEqual(["before", "after"]);
    expect(stage.reports).toMatchObject([{ error: { code }, message: { Body: body } }]);
    expect(stage.sqs.queues.get("messages")!.messages).toHaveLength(3);
  });

  test("fails the call if onError throws", async () => {
    await send(stage.plain, reference(gone));
    const strict = stage.queue({
      onError: (error) => {
        throw error;
      },
    });
    await expect(receive(strict, url())).rejects.toMatchObject({ code: "STASH_NOT_FOUND" });
  });

  test("is a warning of the process by default", async () => {
    await send(stage.plain, reference(gone));
    const warn = jest.spyOn(process, "emitWarning").mockReturnValue();
    expect(await receive(stage.queue({ onError: undefined }), url())).toEqual([]);
    const text = expect.stringMatching(/^message [0-9a-f-]{36} was not read: .*mem:\/\/default/);
    expect(warn.mock.calls).toEqual([[text, "KstashWarning"]]);
    warn.mockRestore();
  });

  test("holds back those of its group on a FIFO queue, and no others", async () => {
    const QueueUrl = url("orders.fifo");
    for (const [MessageGroupId, MessageBody] of [
      ["a", "a1"],
      ["b", "b1"],
      ["a", reference(gone)],
      ["b", "b2"],
      ["a", "a2"],
    ]) {
      await stage.plain.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
    }
    const received = await receive(stage.queue(), QueueUrl);
    expect(received.map(({ Body }) => Body)).toEqual(["a1", "b1", "b2"]);
    expect(stage.reports).toHaveLength(1);
    // Where the groups are not asked for, a message behind it may be of its group.
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages } = await stage.queue().send(command);
    expect(Messages?.map(({ Body }) => Body)).toEqual(["a1", "b1"]);
  });
});

test("data that no JSON can carry does not become the body of a message", async () => {
  const data = { at: new Date(0) };
  for (const value of [data, { n: Number.NaN }, { n: 1n }, { b: new Uint8Array(1) }]) {
    const stash = await stage.kstash.create("odd", value);
    await send(stage.plain, JSON.stringify({ $kstash: stash }));
  }
  expect(await receive(stage.queue(), url())).toEqual([]);
  expect(stage.reports.map(({ error }) => error)).toMatchObject(
    Array.from({ length: 4 }, () => ({ code: "INVALID_DATA" })),
  );
});

test("what was hydrated is data: references inside it are not followed", async () => {
  const inner = JSON.stringify({ $kstash: await stage.kstash.create("inner", "secret") });
  const outer = await stage.kstash.create("outer", inner);
  await send(stage.plain, JSON.stringify({ $kstash: outer }));
  expect((await receive(stage.queue(), url()))[0]?.Body).toBe(inner);
});

test("a client gets kstash once", () => {
  const client = new SQSClient({ region: "us-east-1" });
  const { kstash } = stage;
  expect(withKstash(client, { kstash })).toBe(client);
  expect(() => withKstash(client, { kstash })).toThrow("has kstash already");
});

test.each<[object, string]>([
  [{ maxBytes: 0 }, "maxBytes"],
  [{ overBytes: 1.5 }, "overBytes"],
  [{ format: "java" }, "format"],
  [{ format: "aws" }, "namespace"],
  [{ format: "aws", namespace: "payloads", fields: [] }, "fields"],
  [{ kstash: {} }, "kstash"],
  [{ aws: { buckets: "payloads" } }, "aws.buckets"],
])("an option that breaks a rule is named: %j", (options, name) => {
  expect(() => stage.queue(options)).toThrow(
    expect.objectContaining({
      code: "INVALID_CONFIG",
      message: expect.stringContaining(`(${name})`),
    }),
  );
});
