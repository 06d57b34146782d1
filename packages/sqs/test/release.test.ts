import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type SQSClient,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { markHandle } from "../src/receipt-handle.js";
import { receive, textOf, useStage } from "./kit.js";

const stage = useStage();
const url = () => stage.sqs.queueUrl();
const owner = () => stage.queue({ release: true });
const queued = () => stage.sqs.queues.get("messages")!.messages;

/** Sends messages of their own, each offloaded, and gives the addresses of their stashes. */
async function sendLarge(count: number, options = {}): Promise<string[]> {
  for (let n = 0; n < count; n += 1) {
    const MessageBody = `${n}${textOf(1_048_576)}`;
    await stage.queue(options).send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
  }
  return queued().map(({ body }) => (JSON.parse(body) as { $kstash: string }).$kstash);
}

async function isThere(address: string): Promise<boolean> {
  return stage.kstash.retrieve(address).then(
    () => true,
    () => false,
  );
}

function remove(client: SQSClient, ReceiptHandle: string | undefined) {
  return client.send(new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle }));
}

describe("a message that is deleted", () => {
  test("releases its stash, in whichever process it is", async () => {
    const [address] = await sendLarge(1);
    const [message] = await receive(owner(), url());
    expect(await isThere(address!)).toBe(true);
    await remove(owner(), message!.ReceiptHandle);
    expect(queued()).toEqual([]);
    expect(await isThere(address!)).toBe(false);
  });

  test("leaves its stash alone unless it is asked to", async () => {
    const [address] = await sendLarge(1);
    const [plain] = await receive(stage.queue(), url());
    expect(plain!.ReceiptHandle).toBe(queued()[0]!.handle);
    // Received by one that releases, deleted by one that does not.
    const [marked] = await receive(owner(), url());
    await remove(stage.queue(), marked!.ReceiptHandle);
    expect(queued()).toEqual([]);
    expect(await isThere(address!)).toBe(true);
  });

  test("releases each of its fields", async () => {
    const MessageBody = JSON.stringify({ a: `a${textOf(600_000)}`, b: `b${textOf(600_000)}` });
    const producer = stage.queue({ fields: [], overBytes: 500_000 });
    await producer.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
    const sent = JSON.parse(queued()[0]!.body) as Record<string, { $kstash: string }>;
    const addresses = Object.values(sent).map(({ $kstash }) => $kstash);
    expect(addresses).toHaveLength(2);
    const [message] = await receive(owner(), url());
    await remove(owner(), message!.ReceiptHandle);
    expect(await Promise.all(addresses.map(isThere))).toEqual([false, false]);
  });

  test("keeps its stash where the deletion fails", async () => {
    const [address] = await sendLarge(1);
    const [message] = await receive(owner(), url());
    await receive(stage.plain, url()); // Which makes the handle an old one.
    await expect(remove(owner(), message!.ReceiptHandle)).rejects.toThrow("receipt handle");
    expect(await isThere(address!)).toBe(true);
  });

  test("of a batch releases what is confirmed, and nothing of an entry that fails", async () => {
    const addresses = await sendLarge(2);
    const messages = await receive(owner(), url());
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle }));
    Entries[1] = { Id: "1", ReceiptHandle: `${Entries[1]!.ReceiptHandle}?` };
    const command = new DeleteMessageBatchCommand({ QueueUrl: url(), Entries });
    const { Successful, Failed } = await owner().send(command);
    expect([Successful?.length, Failed?.length]).toEqual([1, 1]);
    expect(await Promise.all(addresses.map(isThere))).toEqual([false, true]);
    expect(queued()).toHaveLength(1);
  });

  test("is deleted also where its stash cannot be released, which is reported", async () => {
    await sendLarge(1);
    const [message] = await receive(owner(), url());
    const forbidding = stage.queue({ release: true, config: { namespaces: ["others"] } });
    await remove(forbidding, message!.ReceiptHandle);
    expect(queued()).toEqual([]);
    expect(stage.reports).toMatchObject([{ error: { code: "INVALID_ADDRESS" } }]);
  });

  test("deletes no object of a bucket that its reader does not list", async () => {
    const queue = stage.queue({
      release: true,
      aws: { buckets: ["payloads"], s3Client: stage.s3Client },
    });
    await stage.plain.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: "x" }));
    const [message] = await receive(queue, url());
    const pointer = { s3BucketName: "others", s3Key: "key" };
    await remove(queue, markHandle(message!.ReceiptHandle!, [pointer]));
    expect(queued()).toEqual([]);
    expect(stage.reports).toMatchObject([{ error: { code: "INVALID_ADDRESS" } }]);
    expect(stage.s3.requests).toEqual([]);
  });

  test("and delivered once more is left out, as its stash is gone", async () => {
    await sendLarge(1);
    const again = { ...queued()[0]! };
    const [message] = await receive(owner(), url());
    await remove(owner(), message!.ReceiptHandle);
    queued().push(again);
    expect(await receive(owner(), url())).toEqual([]);
    expect(stage.reports).toMatchObject([
      { error: { code: "STASH_NOT_FOUND" }, message: { MessageId: again.id, Body: again.body } },
    ]);
    // What it was told of can be deleted.
    await remove(owner(), stage.reports[0]!.message!.ReceiptHandle);
    expect(queued()).toEqual([]);
  });
});

test("a name for each stash keeps equal messages apart", async () => {
  const names = ["a", "b"];
  const client = stage.queue({ name: () => names.pop()! });
  for (const MessageBody of [textOf(1_048_577), textOf(1_048_577)]) {
    await client.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }));
  }
  const [first] = await receive(owner(), url());
  await remove(owner(), first!.ReceiptHandle);
  expect(await receive(owner(), url())).toHaveLength(1);
});

test("the visibility of a message is changed by its handle, alone and in a batch", async () => {
  await sendLarge(1);
  const [message] = await receive(owner(), url());
  const { ReceiptHandle } = message!;
  const change = { ReceiptHandle, VisibilityTimeout: 60 };
  await stage.queue().send(new ChangeMessageVisibilityCommand({ QueueUrl: url(), ...change }));
  expect(await receive(stage.plain, url())).toEqual([]);
  const Entries = [{ Id: "0", ...change, VisibilityTimeout: 0 }];
  const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url(), Entries });
  expect((await stage.queue().send(command)).Successful).toHaveLength(1);
  expect(await receive(stage.plain, url())).toHaveLength(1);
});
