import { Agent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { LookupFunction } from "node:net";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { loopbackLookup, type S3Server, startS3Server } from "@kstash/s3-server";
import { s3 } from "../src/index.js";
import { backendFor, bytesOf, configFor, kstashOn, rejection } from "./kit.js";

const bytes = bytesOf(100);
const at = { namespace: "stashes" };
const address = "s3://stashes/context.c6ab205fe81dcad3eec3ab48b96b0618";

describe("errors that say what to do", () => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server({ buckets: ["stashes"] });
  });
  afterAll(() => server.close());
  beforeEach(() => server.faults.clear());

  const operations = (backend: ReturnType<typeof s3>) => {
    const { create, retrieve, share, remove } = kstashOn(backend);
    return {
      store: () => create("context", bytes, at),
      read: () => retrieve(address),
      share: () => share(address),
      remove: () => remove(address),
    };
  };

  test.each([
    ["store", "allow s3:PutObject on arn:aws:s3:::stashes/* (AccessDenied, HTTP 403)"],
    ["read", "allow s3:GetObject on arn:aws:s3:::stashes/*; without s3:ListBucket on"],
    ["remove", "allow s3:GetObject and s3:DeleteObject on arn:aws:s3:::stashes/*; without"],
  ] as const)("access denied: %s", async (verb, reason) => {
    server.faults.next({ answer: { status: 403, code: "AccessDenied" } });
    const error = await rejection(operations(backendFor(server))[verb]());
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain(`could not ${verb} s3://stashes/context.`);
    expect(error.message).toContain(`access is denied: ${reason}`);
    expect(error.cause).toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  test.each([
    [{ status: 301, code: "PermanentRedirect" }, "is in another region than the client's"],
    [{ status: 400, code: "InvalidBucketName" }, "is not a name that a bucket can have"],
    [{ status: 400, code: "XAmzContentSHA256Mismatch" }, "received other bytes than were sent"],
    [{ status: 403, code: "InvalidObjectState" }, "is in an archive storage class"],
    [{ status: 429, code: "TooManyRequests" }, "the store is overloaded"],
  ])("%j", async (answer, reason) => {
    server.faults.next({ answer, times: Infinity });
    const { create } = kstashOn(backendFor(server, { maxAttempts: 1 }));
    const error = await rejection(create("context", bytes, at));
    expect(error.message).toContain(reason);
    expect(error.message).toContain(`(${answer.code}, HTTP ${answer.status})`);
  });

  test("what is not foreseen is in the store's own words", async () => {
    server.faults.next({ answer: { status: 400, code: "Odd", message: "an odd request" } });
    const { create } = kstashOn(backendFor(server));
    const error = await rejection(create("context", bytes, at));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(error.message).toContain("Odd: an odd request");
  });

  test("what is not foreseen names the redacted address, and shows no query and no control character", async () => {
    const message = "see https://s3.invalid/x?X-Amz-Signature=abc there\u202e!";
    server.faults.next({ answer: { status: 400, code: "Odd", message } });
    const name = "n".repeat(500);
    const error = await rejection(kstashOn(backendFor(server)).create(name, bytes, at));
    expect(error.message).toBe(
      `backend "s3" could not store s3://stashes/${"n".repeat(107)}…: Odd: see https://s3.invalid/x?… there !`,
    );
    expect(error.cause).toMatchObject({ name: "Odd" });
  });

  describe("a HEAD that is refused, whose answer has no reason in it", () => {
    const session = {
      accessKeyId: "AKIDSESSION",
      secretAccessKey: "secret",
      sessionToken: "token",
    };
    beforeEach(() => {
      server.access.add(session);
      server.access.expire(session.accessKeyId);
      server.requests.length = 0;
    });
    const expired = "the session token has expired: renew the credentials";

    test("remove asks a GET for it", async () => {
      const backend = backendFor(server, { credentials: session });
      const error = await rejection(operations(backend).remove());
      expect(error.message).toContain(expired);
      expect(server.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
        "HEAD 400",
        "GET 400",
      ]);
      expect(server.requests[1]?.headers["range"]).toBe("bytes=0-0");
    });

    test("a multipart upload is told it by its first request", async () => {
      const backend = backendFor(server, { credentials: session }, { parallelAboveBytes: 10 });
      expect((await rejection(operations(backend).store())).message).toContain(expired);
      expect(server.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
        "HEAD 400",
        "POST 400",
      ]);
    });

    test("where the GET is allowed, credentials and clock are named as well", async () => {
      const backend = backendFor(server);
      const { address: stored } = await kstashOn(backend).create("context", bytes, at);
      server.faults.next({ method: "HEAD", answer: { status: 403, code: "AccessDenied" } });
      const error = await rejection(kstashOn(backend).remove(stored));
      expect(error.message).toContain("allow s3:GetObject and s3:DeleteObject on");
      expect(error.message).toContain("check the credentials and this machine's clock");
    });
  });

  test("another region", async () => {
    const error = await rejection(operations(backendFor(server, { region: "eu-north-1" })).store());
    expect(error.message).toContain("set AWS_REGION (or clientConfig.region)");
  });

  test("credentials that expire in mid-run, and new ones", async () => {
    // As a provider gives them: used until shortly before they expire.
    const temporary = (accessKeyId: string) => ({
      accessKeyId,
      secretAccessKey: "secret",
      sessionToken: `token-of-${accessKeyId}`,
      expiration: new Date(Date.now() + 1000),
    });
    let credentials = temporary("AKIDFIRST");
    server.access.add(credentials);
    const backend = backendFor(server, { credentials: () => Promise.resolve(credentials) });
    const { store } = operations(backend);
    await store();
    server.access.expire("AKIDFIRST");
    const error = await rejection(store());
    expect(error.message).toContain("the session token has expired: renew the credentials");
    expect(inspect(error, { depth: 20 })).not.toMatch(/token-of-AKIDFIRST|Signature=/);
    credentials = temporary("AKIDSECOND");
    server.access.add(credentials);
    await store();
  });

  test("a name that cannot be resolved", async () => {
    const lookup: LookupFunction = (hostname, _options, callback) =>
      callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND", hostname }), "", 4);
    const config = { endpoint: "http://s3.invalid", maxAttempts: 1 };
    const requestHandler = { httpAgent: new Agent({ lookup }) };
    const backend = backendFor(server, { ...config, requestHandler });
    const error = await rejection(operations(backend).read());
    expect(error.message).toContain(
      "the name s3.invalid could not be resolved: check AWS_ENDPOINT_URL_S3",
    );
  });

  test("a connection that is refused", async () => {
    const gone = await startS3Server();
    await gone.close();
    const backend = backendFor(gone, { maxAttempts: 1 });
    const error = await rejection(operations(backend).read());
    const { host } = new URL(gone.endpoint);
    expect(error.message).toContain(`${host} refused the connection: check AWS_ENDPOINT_URL_S3`);
  });

  test("a certificate that is for other names", async () => {
    const tls = await startS3Server({ tls: true });
    const { port } = new URL(tls.endpoint);
    const requestHandler = {
      httpsAgent: new HttpsAgent({
        ca: tls.ca as string,
        lookup: loopbackLookup,
      }),
    };
    const config = { endpoint: `https://elsewhere.invalid:${port}`, maxAttempts: 1 };
    const error = await rejection(
      operations(backendFor(server, { ...config, requestHandler })).read(),
    );
    expect(error.message).toContain("the certificate of elsewhere.invalid is for other names");
    await tls.close();
  });

  test("a certificate that is not trusted", async () => {
    const tls = await startS3Server({ tls: true });
    const backend = backendFor(tls, { maxAttempts: 1, requestHandler: {} });
    const error = await rejection(operations(backend).read());
    expect(error.message).toContain("the store's certificate is not trusted");
    await tls.close();
  });

  describe("a clock that is an hour off", () => {
    let late: S3Server;
    beforeAll(async () => {
      late = await startS3Server({ buckets: ["stashes"], clock: () => Date.now() + 3_600_000 });
    });
    afterAll(() => late.close());

    test("is corrected by the SDK", async () => {
      await operations(backendFor(late)).store();
    });

    test("is corrected in links as well, once the client knows of it", async () => {
      const backend = backendFor(late);
      const { address } = await kstashOn(backend).create("context", bytes, at);
      const link = await kstashOn(backend).share(address, { ttlSec: 60 });
      expect((await fetch(link)).status).toBe(200);
    });

    test("is told, where that is switched off", async () => {
      const backend = backendFor(late, { disableClockSkewCorrection: true });
      const error = await rejection(operations(backend).store());
      expect(error.message).toContain("this machine's clock differs too much from the store's");
    });
  });

  describe("the environment", () => {
    const names = [
      "AWS_REGION",
      "AWS_DEFAULT_REGION",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AWS_PROFILE",
      "AWS_ENDPOINT_URL_S3",
    ];
    const saved = { ...process.env };
    beforeEach(() => {
      for (const name of names) delete process.env[name];
      process.env["AWS_CONFIG_FILE"] = "/nowhere";
      process.env["AWS_SHARED_CREDENTIALS_FILE"] = "/nowhere";
      process.env["AWS_EC2_METADATA_DISABLED"] = "true";
    });
    afterEach(() => {
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, saved);
    });
    const variables = () => ({
      AWS_ENDPOINT_URL_S3: server.endpoint,
      AWS_REGION: server.region,
      AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
    });

    test("is all that is needed", async () => {
      Object.assign(process.env, variables());
      const { create, retrieve } = kstashOn(s3());
      const stash = await create("environment", bytes, at);
      expect((await retrieve(stash.address)).equals(stash)).toBe(true);
    });

    test.each(["store", "read", "share", "remove"] as const)("no region: %s", async (verb) => {
      const backend = s3();
      const error = await rejection(operations(backend)[verb]());
      expect(error.message).toContain(`could not ${verb} s3://stashes/context.`);
      expect(error.message).toContain("no AWS region is set: set AWS_REGION");
      // Set meanwhile, it is found: the failure is forgotten.
      Object.assign(process.env, variables());
      if (verb === "store") await operations(backend).store();
    });

    test.each(["store", "read", "share", "remove"] as const)("no credentials: %s", async (verb) => {
      process.env["AWS_REGION"] = "us-east-1";
      process.env["AWS_ENDPOINT_URL_S3"] = server.endpoint;
      const error = await rejection(operations(s3())[verb]());
      expect(error.message).toContain("no AWS credentials were found: set AWS_ACCESS_KEY_ID");
    });
  });

  test("no error shows a signature, a secret or the data", async () => {
    const secretive = kstashOn(backendFor(server));
    server.faults.next({ answer: { status: 403, code: "AccessDenied" } });
    const text = Buffer.from("THE-DATA-ITSELF");
    const error = await rejection(secretive.create("context", text, at));
    const shown = inspect(error, { depth: 20, showHidden: false });
    expect(shown).not.toMatch(/Signature=|THE-DATA-ITSELF|54 48 45|secret\/of/);
    expect(configFor(server).credentials).toBeDefined();
    expect(shown).not.toContain(server.credentials.secretAccessKey);
  });
});
