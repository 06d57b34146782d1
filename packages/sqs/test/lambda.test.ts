import middy from "@middy/core";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { describe, expect, jest, test } from "@jest/globals";
import { hydrateLambda, hydrateSnsEvent, hydrateSqsEvent } from "../src/index.js";
import { textOf, useStage } from "./kit.js";

const stage = useStage();
const gone = '{"$kstash":"mem://default/message.0cc175b9c0f1b6a831c399e269772661"}';

async function reference(data: unknown): Promise<string> {
  return JSON.stringify({ $kstash: await stage.kstash.create("message", data) });
}

/** An event as Lambda passes it. */
function eventOf(bodies: string[], groups: string[] = []) {
  const arn = `arn:aws:sqs:us-east-1:000000000000:orders${groups.length > 0 ? ".fifo" : ""}`;
  const Records = bodies.map((body, index) => ({
    messageId: String(index),
    body,
    attributes: { SentTimestamp: "1", ...(groups[index] && { MessageGroupId: groups[index] }) },
    messageAttributes: { kind: { dataType: "String", stringValue: "report" } },
    eventSource: "aws:sqs",
    eventSourceARN: arn,
  }));
  return { Records };
}

describe("an event of a queue", () => {
  test("is as it was before its messages were offloaded", async () => {
    const text = textOf(2_000_000);
    const given = eventOf(["small", await reference(text)]);
    const { event, ...rest } = await hydrateSqsEvent(given, { kstash: stage.kstash });
    const [small, large] = given.Records;
    expect(event.Records).toEqual([small, { ...large, body: text }]);
    expect(rest).toEqual({ batchItemFailures: [], failures: [] });
  });

  test("is read from AWS's format, whose attribute is checked and taken off", async () => {
    const Key = "key";
    await stage.s3Client.send(new PutObjectCommand({ Bucket: "payloads", Key, Body: "text" }));
    const pointer = { s3BucketName: "payloads", s3Key: Key };
    const body = JSON.stringify(["software.amazon.payloadoffloading.PayloadS3Pointer", pointer]);
    const attributes = (size: string) => ({
      ExtendedPayloadSize: { dataType: "Number", stringValue: size },
    });
    const { Records } = eventOf([body, body]);
    const sized = Records.map((record, index) => ({
      ...record,
      messageAttributes: attributes(["4", "5"][index]!),
    }));
    const aws = { buckets: ["payloads"], s3Client: stage.s3Client };
    const hydrated = await hydrateSqsEvent({ Records: sized }, { kstash: stage.kstash, aws });
    expect(hydrated.event.Records).toMatchObject([{ body: "text" }]);
    expect(hydrated.event.Records[0]!.messageAttributes).toEqual({});
    expect(hydrated.failures).toMatchObject([{ error: { code: "STASH_CORRUPTED" } }]);
  });

  test("says which messages could not be read, and why", async () => {
    const given = eventOf(["a", gone, "c"]);
    const hydrated = await hydrateSqsEvent(given, { kstash: stage.kstash });
    expect(hydrated.event.Records.map(({ body }) => body)).toEqual(["a", "c"]);
    expect(hydrated.batchItemFailures).toEqual([{ itemIdentifier: "1" }]);
    expect(hydrated.failures).toMatchObject([
      { record: given.Records[1], error: { code: "STASH_NOT_FOUND" } },
    ]);
  });

  test("of a FIFO queue holds back those of a group behind its first failure", async () => {
    const given = eventOf(["a1", "b1", gone, "b2", "a2"], ["a", "b", "a", "b", "a"]);
    const hydrated = await hydrateSqsEvent(given, { kstash: stage.kstash });
    expect(hydrated.event.Records.map(({ body }) => body)).toEqual(["a1", "b1", "b2"]);
    expect(hydrated.batchItemFailures).toEqual([{ itemIdentifier: "2" }, { itemIdentifier: "4" }]);
    expect(hydrated.failures).toHaveLength(1);
  });

  test("of ten thousand messages is read", async () => {
    const body = await reference("x".repeat(1000));
    const given = eventOf(Array.from({ length: 10_000 }, () => body));
    const { event } = await hydrateSqsEvent(given, { kstash: stage.kstash });
    expect(event.Records).toHaveLength(10_000);
    expect(event.Records.every((record) => record.body === "x".repeat(1000))).toBe(true);
  });
});

describe("an event of a topic", () => {
  const snsEvent = (Message: string) => ({
    Records: [{ EventSource: "aws:sns", Sns: { Message, MessageAttributes: {} } }],
  });

  test("is as it was before its message was offloaded", async () => {
    const text = textOf(300_000);
    const event = snsEvent(await reference(text));
    expect(await hydrateSnsEvent(event, { kstash: stage.kstash })).toEqual(snsEvent(text));
    const small = snsEvent("small");
    expect(await hydrateSnsEvent(small, { kstash: stage.kstash })).toEqual(small);
  });

  test("fails where it cannot be read, so that Lambda tries again", async () => {
    const failing = hydrateSnsEvent(snsEvent(gone), { kstash: stage.kstash });
    await expect(failing).rejects.toMatchObject({ code: "STASH_NOT_FOUND" });
  });
});

describe("under Middy", () => {
  type Failures = { batchItemFailures: { itemIdentifier: string }[] } | undefined;
  const seen: string[] = [];
  const run = async (event: ReturnType<typeof eventOf>, options: object, answer?: Failures) => {
    seen.length = 0;
    const handler = async ({ Records }: typeof event): Promise<Failures> => {
      seen.push(...Records.map(({ body }) => body));
      return answer;
    };
    const lambda = middy(handler).use(hydrateLambda({ kstash: stage.kstash, ...options }));
    return (await lambda(event, {} as never)) as unknown;
  };

  test("the handler sees the messages as they were", async () => {
    expect(await run(eventOf(["small", await reference("large")]), {})).toBeUndefined();
    expect(seen).toEqual(["small", "large"]);
  });

  test("a message that cannot be read fails the batch, unless the mapping reports items", async () => {
    const event = eventOf(["a", gone, "c"]);
    await expect(run(event, {})).rejects.toMatchObject({ code: "STASH_NOT_FOUND" });
    expect(seen).toEqual([]);

    const warn = jest.spyOn(process, "emitWarning").mockReturnValue();
    const failures = [{ itemIdentifier: "2" }];
    const reporting = { reportBatchItemFailures: true };
    expect(await run(event, reporting, { batchItemFailures: failures })).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }, { itemIdentifier: "1" }],
    });
    expect(seen).toEqual(["a", "c"]);
    expect(await run(event, reporting)).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(await run(eventOf([gone]), reporting, { batchItemFailures: failures })).toEqual({
      batchItemFailures: [{ itemIdentifier: "0" }],
    });
    expect(seen).toEqual([]);
    const text = expect.stringMatching(/^message 1 was not read: .*mem:/);
    expect(warn.mock.calls[0]).toEqual([text, "KstashWarning"]);
    warn.mockRestore();
  });

  test("a topic's message as well", async () => {
    const Message = await reference("large");
    const event = { Records: [{ Sns: { Message, MessageAttributes: {} } }] };
    const handler = async ({ Records }: typeof event) => Records[0]!.Sns.Message;
    const lambda = middy(handler).use(hydrateLambda({ kstash: stage.kstash }));
    expect((await lambda(event, {} as never)) as unknown).toBe("large");
  });
});
