import { PublishBatchCommand, PublishCommand } from "@aws-sdk/client-sns";
import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { receive, textOf, useStage } from "./kit.js";

const stage = useStage();
const REFERENCE = /^\{"\$kstash":"mem:\/\/default\/message\.[0-9a-f]{32}"\}$/;
const url = () => stage.sqs.queueUrl();
const inQueue = () => stage.sqs.queues.get("messages")!.messages.map(({ body }) => body);

describe("a message over the limit", () => {
  test("of 3 MiB is sent as a reference and received to the letter", async () => {
    const MessageBody = `{"data": "há 水 🎵 ${textOf(3 * 1024 * 1024)}", "n": 1.0}`;
    const MessageAttributes = { kind: { DataType: "String", StringValue: "report" } };
    const command = new SendMessageCommand({ QueueUrl: url(), MessageBody, MessageAttributes });
    await stage.queue().send(command);
    expect(inQueue()[0]).toMatch(REFERENCE);
    const [message] = await receive(stage.queue(), url());
    expect(message).toMatchObject({ Body: MessageBody, MessageAttributes });
    expect(command.input.MessageBody).toBe(MessageBody);
  });

  test("is received by a reader of messages that has no SQS client", async () => {
    const stash = await stage.kstash.create("order", { id: 7, lines: ["tea"] });
    const MessageBody = JSON.stringify({ $kstash: stash });
    await stage.plain.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    const [message] = await receive(stage.queue(), url());
    expect(JSON.parse(message!.Body!)).toEqual({ id: 7, lines: ["tea"] });
  });

  test("is published to a topic, and arrives whether in SNS's envelope or raw", async () => {
    const Message = textOf(300_000);
    const MessageAttributes = { kind: { DataType: "String", StringValue: "report" } };
    for (const raw of [false, true]) {
      const TopicArn = stage.sqs.subscribe("messages", raw);
      await stage.topic().send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
    }
    expect(stage.sqs.queues.get("messages")!.messages[1]!.body).toMatch(REFERENCE);
    const [enveloped, raw] = await receive(stage.queue(), url());
    expect(JSON.parse(enveloped!.Body!)).toMatchObject({
      Type: "Notification",
      Message,
      MessageAttributes: { kind: { Type: "String", Value: "report" } },
    });
    expect(raw!.Body).toBe(Message);
  });
});

describe("what fits", () => {
  test("is sent and received as it is, without a request to the store", async () => {
    const bodies = [
      '{"text": "about kstash",  "n": 1.0}',
      "kstash is no JSON here",
      '["kstash"]',
      '[{"$kstash":"mem://default/message.0"}]',
      '"S3Pointer"',
      '{"Type":"Notification","TopicArn":"arn","Message":"{\\"kstash\\": 1.0}", "x":1.0}',
    ];
    for (const MessageBody of bodies) {
      await stage.queue().send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    }
    expect(inQueue()).toEqual(bodies);
    const received = await receive(stage.queue({ release: true }), url());
    expect(received.map(({ Body }) => Body)).toEqual(bodies);
    expect(received.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(
      stage.sqs.queues.get("messages")!.messages.map(({ handle }) => handle),
    );
    expect(stage.reports).toEqual([]);
  });

  test("goes out all the same over 0 bytes", async () => {
    const queue = stage.queue({ overBytes: 0 });
    await queue.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: "x" }));
    expect(inQueue()[0]).toMatch(REFERENCE);
    expect((await receive(queue, url()))[0]?.Body).toBe("x");
  });
});

describe("the size of a message", () => {
  // With its name and type, 15 bytes.
  const MessageAttributes = { kind: { DataType: "String", StringValue: "水é" } };
  const BINARY = { bin: { DataType: "Binary.x", BinaryValue: new Uint8Array(6) } }; // 17.

  test.each([
    ["of text", MessageAttributes, 15],
    ["of bytes", BINARY, 17],
  ])("counts attributes %s to the byte", async (_, attributes, bytes) => {
    const send = (length: number) => {
      const MessageBody = "x".repeat(length);
      const input = { QueueUrl: url(), MessageBody, MessageAttributes: attributes };
      return stage.queue().send(new SendMessageCommand(input));
    };
    await send(1_048_576 - bytes);
    await send(1_048_577 - bytes);
    const [fits, over] = inQueue();
    expect(fits).toHaveLength(1_048_576 - bytes);
    expect(over).toMatch(REFERENCE);
  });

  test("counts the body in UTF-8, and is compared with `overBytes`", async () => {
    const queue = stage.queue({ overBytes: 10 });
    for (const MessageBody of ["é".repeat(5), "é".repeat(5) + "x"]) {
      await queue.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    }
    expect(inQueue()).toEqual(["é".repeat(5), expect.stringMatching(REFERENCE)]);
  });

  test("of a topic is 256 KiB, unless the topic takes more", async () => {
    const TopicArn = stage.sqs.subscribe("messages", true);
    const publish = (topic: ReturnType<typeof stage.topic>, length: number) =>
      topic.send(new PublishCommand({ TopicArn, Message: "x".repeat(length), MessageAttributes }));
    await publish(stage.topic(), 262_144 - 15);
    await publish(stage.topic(), 262_145 - 15);
    expect(inQueue()).toEqual(["x".repeat(262_144 - 15), expect.stringMatching(REFERENCE)]);
    await expect(publish(stage.topic({ maxBytes: 1_048_576 }), 262_145)).rejects.toThrow("262144");
  });
});

describe("a batch", () => {
  const sendBatch = (bodies: string[], options = {}) =>
    stage.queue(options).send(
      new SendMessageBatchCommand({
        QueueUrl: url(),
        Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
      }),
    );

  test("fits as a whole: the largest bodies go out, and no more than have to", async () => {
    const bodies = [200_000, 400_000, 300_000, 500_000, 100].map(textOf);
    await sendBatch(bodies);
    const sent = inQueue();
    expect(sent[3]).toMatch(REFERENCE);
    expect([0, 1, 2, 4].map((index) => sent[index])).toEqual(
      [0, 1, 2, 4].map((index) => bodies[index]),
    );
    const received = await receive(stage.queue(), url());
    expect(received.map(({ Body }) => Body)).toEqual(bodies);
  });

  test("counts what the references take, to the byte", async () => {
    const reference = JSON.stringify({ $kstash: `mem://default/message.${"0".repeat(32)}` }).length;
    const rest = 1_048_576 - reference;
    const more = Math.ceil(rest / 2);
    const isOut = () => inQueue().map((body) => REFERENCE.test(body));
    await sendBatch([textOf(more + 2), textOf(more), textOf(rest - more)]);
    expect(isOut()).toEqual([true, false, false]);
    await sendBatch([textOf(more + 2), textOf(more + 1), textOf(rest - more)]);
    expect(isOut().slice(3)).toEqual([true, true, false]);
  });

  test("is published likewise", async () => {
    const TopicArn = stage.sqs.subscribe("messages", true);
    const PublishBatchRequestEntries = [100_000, 150_000, 50_000].map((bytes, index) => ({
      Id: `${index}`,
      Message: textOf(bytes),
    }));
    const command = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries });
    await stage.topic().send(command);
    expect(inQueue().map((body) => REFERENCE.test(body))).toEqual([false, true, false]);
  });
});

describe("fields", () => {
  const large = textOf(900_000);
  const order = { id: 12, context: { note: large, z: 1, a: 2 }, state: "paid", log: large };

  test("alone go out, so that the others can be filtered by", async () => {
    const queue = stage.queue({ fields: ["context.note"] });
    const MessageBody = JSON.stringify(order);
    await queue.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    expect(JSON.parse(inQueue()[0]!)).toEqual({
      ...order,
      context: { ...order.context, note: { $kstash: expect.stringMatching(/^mem:/) } },
    });
    expect((await receive(queue, url()))[0]?.Body).toBe(MessageBody);
  });

  test("of each entry of a batch go out until the whole batch fits", async () => {
    const queue = stage.queue({ fields: ["log"] });
    const MessageBody = JSON.stringify({ id: 1, log: textOf(300_000), note: textOf(20_000) });
    const Entries = ["a", "b", "c", "d"].map((Id) => ({ Id, MessageBody }));
    await queue.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries }));
    const sent = inQueue().map((body) => JSON.parse(body) as { id: number; log: unknown });
    expect(sent.map(({ id }) => id)).toEqual([1, 1, 1, 1]);
    expect(sent.map(({ log }) => typeof log)).toEqual(["object", "string", "string", "string"]);
    const received = await receive(queue, url());
    expect(received.map(({ Body }) => Body)).toEqual(Entries.map(() => MessageBody));
  });

  test.each(['{"n":1.0,', '{"n":12345678901234567890,', '{"a":1,"a":2,', "[1,"])(
    "leave a body that would not come back equal to go out as a whole: %s",
    async (start) => {
      const end = start.startsWith("{") ? `"log":"${large}"}` : `"${large}"]`;
      const queue = stage.queue({ fields: [], overBytes: 500_000 });
      const MessageBody = start + end;
      await queue.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
      expect(inQueue()[0]).toMatch(REFERENCE);
      expect((await receive(queue, url()))[0]?.Body).toBe(MessageBody);
    },
  );
});
