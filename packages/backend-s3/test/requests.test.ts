import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import {
  noConditionalWrites,
  conditionalConflict,
  type S3Server,
  startS3Server,
} from "@kstash/s3-server";
import { backendFor, bytesOf, kstashOn, rejection } from "./kit.js";

const bytes = bytesOf(1000);
const md5 = "application/x-raw";
const at = { namespace: "stashes" };

describe.each([{ tls: false }, { tls: true }])("what is asked of the store ($tls)", ({ tls }) => {
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server({ tls, buckets: ["stashes"] });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.requests.length = 0;
    server.faults.clear();
  });

  const asked = () => server.requests.map(({ method, status }) => `${method} ${status}`);

  test("create is one request; what is there already is one more, and no body is read", async () => {
    const { create } = kstashOn(backendFor(server));
    await create("once", bytes, at);
    expect(asked()).toEqual(["PUT 200"]);
    expect(server.requests[0]?.headers).toMatchObject({
      "if-none-match": "*",
      "content-type": md5,
    });
    await create("once", bytes, at);
    expect(asked()).toEqual(["PUT 200", "PUT 412"]);
  });

  test("retrieve is one request", async () => {
    const { create, retrieve } = kstashOn(backendFor(server));
    const { address } = await create("read", bytes, at);
    server.requests.length = 0;
    await retrieve(address);
    expect(asked()).toEqual(["GET 206"]);
    expect(server.requests[0]?.headers).not.toHaveProperty("x-amz-checksum-mode");
  });

  test("share asks nothing", async () => {
    const { create, share } = kstashOn(backendFor(server));
    const { address } = await create("shared", bytes, at);
    server.requests.length = 0;
    await share(address);
    expect(asked()).toEqual([]);
  });

  test("remove asks whether it is there, and then removes it", async () => {
    const { create, remove } = kstashOn(backendFor(server));
    const { address } = await create("removed", bytes, at);
    server.requests.length = 0;
    await remove(address);
    await remove(address);
    expect(asked()).toEqual(["HEAD 200", "DELETE 204", "HEAD 404"]);
  });

  test("the digest is the only checksum, and the only hash of the body where that can be", async () => {
    for (const hash of ["md5", "sha256"] as const) {
      server.requests.length = 0;
      const { create } = kstashOn(backendFor(server), { hash });
      const { digest } = await create("lean", bytes, at);
      const headers = server.requests[0]?.headers ?? {};
      const base64 = Buffer.from(digest, "hex").toString("base64");
      const checks = Object.entries(headers).filter(([name]) => /checksum|content-md5/.test(name));
      const signed = headers["x-amz-content-sha256"];
      // Over http the signature has to hash the body, and where it can, that is the digest itself.
      if (hash === "md5") expect(checks).toEqual([["content-md5", base64]]);
      else expect(checks).toEqual(tls ? [["x-amz-checksum-sha256", base64]] : []);
      if (tls) expect(signed).toBe("UNSIGNED-PAYLOAD");
      else if (hash === "sha256") expect(signed).toBe(digest);
      else expect(signed).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test("a conflict is tried again", async () => {
    server.faults.next({ ...conditionalConflict, times: 3 });
    const { create, retrieve } = kstashOn(backendFor(server));
    const { address } = await create("conflict", bytes, at);
    expect(asked()).toEqual(["PUT 409", "PUT 409", "PUT 409", "PUT 200"]);
    expect((await retrieve(address)).data).toEqual(bytes);
  });

  test("a conflict without end is an error", async () => {
    server.faults.next({ ...conditionalConflict, times: Infinity });
    const { create } = kstashOn(backendFor(server));
    const error = await rejection(create("conflicts", bytes, at));
    expect(error).toMatchObject({ code: "BACKEND_REMOTE_ERROR" });
    expect(asked()).toHaveLength(4);
  });

  test("a store without conditional writes is written to without; this is asked once", async () => {
    server.faults.next(noConditionalWrites);
    const { create, retrieve } = kstashOn(backendFor(server, { maxAttempts: 1 }));
    const { address } = await create("unconditional", bytes, at);
    expect(asked()).toEqual(["PUT 501", "PUT 200"]);
    await create("unconditional", bytes, at);
    expect(asked()).toEqual(["PUT 501", "PUT 200", "PUT 200"]);
    expect((await retrieve(address)).data).toEqual(bytes);
  });

  test("an option that the store does not implement is an error, and conditions stay", async () => {
    const answer = { status: 501, code: "NotImplemented" };
    server.faults.next({ method: "PUT", answer, times: 2 });
    const { create } = kstashOn(backendFor(server, { maxAttempts: 1 }));
    expect((await rejection(create("option", bytes, at))).message).toContain("NotImplemented");
    await create("option", bytes, at);
    expect(server.requests.at(-1)?.headers).toHaveProperty("if-none-match");
  });

  test("one client for the life of the backend", async () => {
    const backend = backendFor(server);
    const before = server.connections;
    for (let index = 0; index < 20; index += 1) {
      await kstashOn(backend).create(`reused-${index}`, bytes, at);
    }
    expect(server.connections - before).toBe(1);
  });
});
