import { PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type SqsServer, startSqsServer } from "../src/index.js";

let server: SqsServer;
let sqs: SQSClient;
let sns: SNSClient;
let QueueUrl: string;
beforeEach(async () => {
  server = await startSqsServer({ queues: ["messages", "orders.fifo"] });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const config = { endpoint: server.endpoint, region: "us-east-1", credentials };
  sqs = new SQSClient(config);
  sns = new SNSClient(config);
  QueueUrl = server.queueUrl();
});
afterEach(async () => {
  sqs.destroy();
  sns.destroy();
  await server.close();
});

const receive = async (options: object = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }))).Messages;

test("what is sent is received once, and again when its time is over", async () => {
  const MessageAttributes = {
    kind: { DataType: "String", StringValue: "é" },
    bin: { DataType: "Binary", BinaryValue: Uint8Array.of(0, 255) },
  };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "há", MessageAttributes }));
  const [message] = (await receive({ MessageAttributeNames: ["All"] })) ?? [];
  expect(message).toMatchObject({ Body: "há", MessageAttributes });
  expect(await receive()).toBeUndefined();
  const { ReceiptHandle } = message!;
  const change = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
  await sqs.send(new ChangeMessageVisibilityCommand(change));
  const [again] = (await receive({ MessageSystemAttributeNames: ["All"] })) ?? [];
  expect(again).toMatchObject({ Attributes: { ApproximateReceiveCount: "2" } });
  expect(again?.MessageAttributes).toBeUndefined();
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again!.ReceiptHandle }));
  expect(server.queues.get("messages")?.messages).toEqual([]);
});

test("a batch is answered entry by entry", async () => {
  const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: Id }));
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  const [first] = (await receive({ MaxNumberOfMessages: 10 })) ?? [];
  const handles = [
    { Id: "good", ReceiptHandle: first!.ReceiptHandle },
    { Id: "bad", ReceiptHandle: "?" },
  ];
  const hide = handles.map((entry) => ({ ...entry, VisibilityTimeout: 9 }));
  for (const answer of [
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: hide })),
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles })),
  ]) {
    expect(answer.Successful).toEqual([{ Id: "good" }]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  }
});

test("the limits are those of SQS, to the byte", async () => {
  const attribute = { DataType: "String", StringValue: "é" }; // With its name: 9 bytes.
  const send = (MessageBody: string, count = 1) => {
    const names = Array.from({ length: count }, (_, index) => String(index));
    const MessageAttributes = Object.fromEntries(names.map((name) => [name, attribute]));
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
  };
  await send("x".repeat(1_048_576 - 9));
  await expect(send("x".repeat(1_048_576 - 8))).rejects.toThrow("shorter than 1048576 bytes");
  await expect(send("x", 11)).rejects.toThrow("exceeds 10");
  await expect(send("")).rejects.toThrow("empty");
  const batch = (sizes: number[]) => {
    const bodies = sizes.map((size, Id) => ({ Id: `${Id}`, MessageBody: "x".repeat(size) }));
    return sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: bodies }));
  };
  await batch([524_288, 524_288]);
  await expect(batch([524_288, 524_289])).rejects.toMatchObject({ name: "BatchRequestTooLong" });
  const gone = { QueueUrl: `${QueueUrl}-gone`, MessageBody: "x" };
  await expect(sqs.send(new SendMessageCommand(gone))).rejects.toMatchObject({
    name: "QueueDoesNotExist",
  });
});

test("what is published arrives in an envelope, or raw", async () => {
  const MessageAttributes = { kind: { DataType: "String", StringValue: "a&b" } };
  const Message = "<é&>";
  const enveloped = server.subscribe();
  await sns.send(new PublishCommand({ TopicArn: enveloped, Message, MessageAttributes }));
  const [first] = (await receive()) ?? [];
  expect(JSON.parse(first?.Body ?? "")).toMatchObject({
    Type: "Notification",
    TopicArn: enveloped,
    Message,
    MessageAttributes: { kind: { Type: "String", Value: "a&b" } },
  });
  const raw = server.subscribe("messages", true);
  const PublishBatchRequestEntries = [
    { Id: "a", Message, MessageAttributes },
    { Id: "b", Message },
  ];
  const batch = new PublishBatchCommand({ TopicArn: raw, PublishBatchRequestEntries });
  expect((await sns.send(batch)).Successful?.map(({ Id }) => Id)).toEqual(["a", "b"]);
  const [second] = (await receive({ MessageAttributeNames: ["kind"] })) ?? [];
  expect(second).toMatchObject({ Body: Message, MessageAttributes });
  const large = new PublishCommand({ TopicArn: raw, Message: "x".repeat(262_145) });
  await expect(sns.send(large)).rejects.toThrow("262144");
  const gone = new PublishCommand({ TopicArn: `${raw}-gone`, Message });
  await expect(sns.send(gone)).rejects.toThrow("Topic does not exist");
});
