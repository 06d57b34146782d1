import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { caPath, startS3Server } from "../src/index.js";
import { clientOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { Bucket, serve } from "./serve.js";

test("each request is logged with its headers, and the log can be emptied", () =>
  serve(async (server, client) => {
    await client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x", Metadata: { m: "1" } }));
    expect(server.requests).toMatchObject([
      { method: "PUT", bucket: Bucket, key: "a", query: ["x-id"], status: 200, code: undefined },
    ]);
    expect(server.requests[0]?.headers).toMatchObject({
      "x-amz-meta-m": "1",
      "content-length": "1",
    });
    server.requests.length = 0;
    await client.send(new GetObjectCommand({ Bucket, Key: "a" }));
    expect(server.requests).toHaveLength(1);
  }));

test("every answer has its id, S3's name, and the server's time", async () => {
  const now = Date.UTC(2030, 0, 31, 12);
  await serve(
    async (server) => {
      const { headers, text } = await fetchFrom(server, `${server.endpoint}/stashes/a`);
      const id = headers["x-amz-request-id"];
      expect(headers).toMatchObject({ server: "AmazonS3", date: "Thu, 31 Jan 2030 12:00:00 GMT" });
      expect(text).toContain(`<RequestId>${id}</RequestId>`);
    },
    { clock: () => now },
  );
});

test("a connection may rest for ten minutes: no client writes into one that is being closed", () =>
  serve(async (server) => {
    const options = { headers: { connection: "keep-alive" } };
    const { headers } = await fetchFrom(server, `${server.endpoint}/`, options);
    expect(headers["keep-alive"]).toBe("timeout=600");
  }));

test.each([{ tls: false }, { tls: true }])(
  "close ends what is under way, TLS $tls",
  async ({ tls }) => {
    const server = await startS3Server({ tls, buckets: [Bucket] });
    const client = clientOf(server);
    const { reached } = server.faults.next({ connection: "stall" });
    const stalled = client.send(new GetObjectCommand({ Bucket, Key: "a" }));
    stalled.catch(() => {});
    await reached;
    await server.close();
    await expect(stalled).rejects.toThrow();
    expect(server.connections).toBe(0);
    client.destroy();
  },
);

test("a connection goes on after a body that was not read to its end", () =>
  serve(async (server) => {
    const client = clientOf(server, {
      requestHandler: { httpAgent: { keepAlive: true, maxSockets: 1 } },
    });
    const Body = Buffer.alloc(256 * 1024);
    const headers = {
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "9",
    };
    const put = new PutObjectCommand({ Bucket, Key: "a", Body });
    put.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, headers);
        return next(args);
      },
      { step: "build" },
    );
    await expect(client.send(put)).rejects.toMatchObject({ name: "IncompleteBody" });
    await expect(client.send(new HeadObjectCommand({ Bucket, Key: "a" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    client.destroy();
  }));

test("two servers know nothing of each other", async () => {
  const servers = await Promise.all([startS3Server({ buckets: [Bucket] }), startS3Server()]);
  expect(servers[0].endpoint).not.toBe(servers[1].endpoint);
  const put = new PutObjectCommand({ Bucket, Key: "a", Body: "x" });
  await clientOf(servers[0]).send(put);
  await expect(clientOf(servers[1]).send(put)).rejects.toMatchObject({ name: "NoSuchBucket" });
  await Promise.all(servers.map((server) => server.close()));
});

test("a process of its own that trusts the CA by NODE_EXTRA_CA_CERTS", () =>
  serve(
    async (server) => {
      expect(server.ca).toBe(await readFile(caPath, "utf8"));
      const script = `fetch("${server.endpoint}").then(({ status }) => console.log(status))`;
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: caPath };
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { env });
      expect(stdout.trim()).toBe("403");
    },
    { tls: true },
  ));
