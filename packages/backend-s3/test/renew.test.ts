import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { DeleteObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type FaultMatch, type S3Server, startS3Server } from "@kstash/s3-server";
import { s3 } from "../src/index.js";
import { backendFor, bytesOf, clientFor, kstashOn, rejection } from "./kit.js";

const DAY = 24 * 3600;
const bytes = bytesOf(500);
const at = { namespace: "stashes" };
const isCopy: FaultMatch = { when: ({ headers }) => "x-amz-copy-source" in headers };

describe("refreshAfterSec", () => {
  let offset = 0;
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes"], clock: () => Date.now() + offset });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.clear();
  });

  const asked = () =>
    server.requests.map(({ method, headers, status }) =>
      "x-amz-copy-source" in headers ? `COPY ${status}` : `${method} ${status}`,
    );
  const kstash = (refreshAfterSec?: number) =>
    kstashOn(backendFor(server, {}, { refreshAfterSec }));

  /** A stash that was stored two days ago; what it took to store it is forgotten. */
  const oldStash = async (name: string) => {
    offset = -2 * DAY * 1000;
    const { address } = await kstash().create(name, bytes, at);
    offset = 0;
    server.requests.length = 0;
    return address;
  };

  test("a first put asks nothing more", async () => {
    await kstash(DAY).create("first", bytes, at);
    expect(asked()).toEqual(["PUT 200"]);
  });

  test("without the option, what is found is left alone", async () => {
    await oldStash("alone");
    await kstash().create("alone", bytes, at);
    expect(asked()).toEqual(["PUT 412"]);
  });

  test("what is young is left alone", async () => {
    await oldStash("young");
    await kstash(3 * DAY).create("young", bytes, at);
    expect(asked()).toEqual(["PUT 412", "HEAD 200"]);
  });

  test("what is old is renewed once", async () => {
    await oldStash("grüße/old");
    const { create, retrieve } = kstash(DAY);
    const stash = await create("grüße/old", bytes, at);
    await create("grüße/old", bytes, at);
    expect(asked()).toEqual(["PUT 412", "HEAD 200", "COPY 200", "PUT 412", "HEAD 200"]);
    expect((await retrieve(stash.address)).data).toEqual(bytes);
  });

  test("tags are kept", async () => {
    const options = { putOptions: { Tagging: "team=blue%20%26%20red" } };
    offset = -2 * DAY * 1000;
    const { address } = await kstashOn(backendFor(server, {}, options)).create("tagged", bytes, at);
    offset = 0;
    await kstash(DAY).create("tagged", bytes, at);
    expect(asked()).toContain("COPY 200");
    const client = clientFor(server);
    const asking = new GetObjectTaggingCommand({ Bucket: "stashes", Key: address.key });
    const { TagSet } = await client.send(asking);
    expect(TagSet).toEqual([{ Key: "team", Value: "blue & red" }]);
    client.destroy();
  });

  test("many that renew at once", async () => {
    const address = await oldStash("many");
    await Promise.all(Array.from({ length: 8 }, () => kstash(DAY).create("many", bytes, at)));
    expect((await kstash().retrieve(address)).data).toEqual(bytes);
    server.requests.length = 0;
    await kstash(DAY).create("many", bytes, at);
    expect(asked()).toEqual(["PUT 412", "HEAD 200"]);
  });

  /** Starts to store it again, and does something when a request is under way. */
  const whileAsked = async (name: string, match: FaultMatch, step: () => Promise<unknown>) => {
    let proceed = () => {};
    const wait = new Promise<void>((resolve) => (proceed = resolve));
    const { reached } = server.faults.next({ ...match, wait });
    const pending = kstash(DAY).create(name, bytes, at);
    await reached;
    await step();
    proceed();
    return pending;
  };

  test.each([
    ["found and looked at", { method: "HEAD" }, ["PUT 412", "HEAD 404", "PUT 200"]],
    ["looked at and renewed", isCopy, ["PUT 412", "HEAD 200", "COPY 404", "PUT 200"]],
  ])("removed between being %s: it is stored anew", async (name, match, requests) => {
    const address = await oldStash(name);
    const object = { Bucket: "stashes", Key: address.key };
    await whileAsked(name, match, () => clientFor(server).send(new DeleteObjectCommand(object)));
    expect(asked().filter((request) => request !== "DELETE 204")).toEqual(requests);
    expect((await kstash().retrieve(address)).data).toEqual(bytes);
  });

  test("replaced before it is renewed: the old is not brought back", async () => {
    const address = await oldStash("replaced");
    const object = { Bucket: "stashes", Key: address.key, Body: bytesOf(10) };
    await whileAsked("replaced", isCopy, () =>
      clientFor(server).send(new PutObjectCommand(object)),
    );
    // The fourth is the replacement.
    expect(asked()).toEqual(["PUT 412", "HEAD 200", "COPY 412", "PUT 200", "PUT 412", "HEAD 200"]);
    expect(await rejection(kstash().retrieve(address))).toMatchObject({ code: "STASH_CORRUPTED" });
  });

  test("removed again and again: an error", async () => {
    await oldStash("flickering");
    const answer = { status: 404, code: "NotFound" };
    server.faults.next({ method: "HEAD", answer, times: Infinity });
    const error = await rejection(kstash(DAY).create("flickering", bytes, at));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain("was removed or replaced each time it was found");
  });

  test("a renewal that is not allowed is an error, and no address is handed out", async () => {
    await oldStash("denied");
    server.faults.next({ ...isCopy, answer: { status: 403, code: "AccessDenied" } });
    const error = await rejection(kstash(DAY).create("denied", bytes, at));
    expect(error.message).toContain("access is denied");
  });
});

describe("options", () => {
  test.each([0, -1, NaN, Infinity])("refreshAfterSec %d is refused", (refreshAfterSec) => {
    expect(() => s3({ refreshAfterSec })).toThrow(
      "invalid options of s3 (refreshAfterSec): must be a number of seconds, greater than 0",
    );
  });

  test.each([0, 1.5, NaN])("parallelAboveBytes %d is refused", (parallelAboveBytes) => {
    expect(() => s3({ parallelAboveBytes })).toThrow(
      "invalid options of s3 (parallelAboveBytes): must be a whole number of bytes, greater than 0",
    );
  });

  test("a client and its config are not given both", () => {
    const client = clientFor({
      endpoint: "http://127.0.0.1:1",
      region: "us-east-1",
      ca: undefined,
      credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    });
    expect(() => s3({ client, clientConfig: {} })).toThrow("invalid options of s3 (clientConfig)");
  });
});
