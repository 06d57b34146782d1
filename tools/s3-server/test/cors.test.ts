import {
  DeleteBucketCorsCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect, test } from "@jest/globals";
import { failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { Bucket, serve } from "./serve.js";

const page = "https://app.example.com";
const rule = {
  AllowedOrigins: [page, "http://localhost:*"],
  AllowedMethods: ["GET"],
  AllowedHeaders: ["If-Match", "x-amz-*"],
  ExposeHeaders: ["ETag", "x-amz-meta-kstash-name"],
  MaxAgeSeconds: 600,
};

test("a bucket's rule lets pages of its origins ask, and see what it exposes", () =>
  serve(async (server, client) => {
    const object = { Bucket, Key: "a" };
    await client.send(new PutObjectCommand({ ...object, Body: "x" }));
    const link = await getSignedUrl(client, new GetObjectCommand(object));
    const ask = (origin: string, headers = {}, method = "GET") =>
      fetchFrom(server, link, { method, headers: { origin, ...headers } });
    const before = await ask(page);
    expect(before.status).toBe(200);
    expect(before.headers["access-control-allow-origin"]).toBeUndefined();

    await client.send(
      new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }),
    );
    for (const origin of [page, "http://localhost:4711"]) {
      expect((await ask(origin)).headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-expose-headers": "ETag, x-amz-meta-kstash-name",
        vary: expect.stringContaining("Origin"),
      });
    }
    for (const origin of ["https://other.example.com", "null"])
      expect((await ask(origin)).headers["access-control-allow-origin"]).toBeUndefined();

    // A failure too, so that the page can tell why.
    const forged = await fetchFrom(server, `${link}0`, { headers: { origin: page } });
    expect(forged.status).toBe(403);
    expect(forged.headers["access-control-allow-origin"]).toBe(page);

    await client.send(new DeleteBucketCorsCommand({ Bucket }));
    expect((await ask(page)).headers["access-control-allow-origin"]).toBeUndefined();
  }));

test("a preflight is answered without a signature, by method and headers", () =>
  serve(async (server, client) => {
    const ask = (method: string, headers: string, origin = page) =>
      fetchFrom(server, `${server.endpoint}/${Bucket}/a`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": method,
          "access-control-request-headers": headers,
        },
      });
    expect((await ask("GET", "if-match")).status).toBe(403);
    await client.send(
      new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }),
    );
    const allowed = await ask("GET", "If-Match, X-Amz-Date");
    expect(allowed.status).toBe(200);
    expect(allowed.headers).toMatchObject({
      "access-control-allow-origin": page,
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "if-match, x-amz-date",
      "access-control-max-age": "600",
    });
    expect((await ask("PUT", "if-match")).status).toBe(403);
    expect((await ask("GET", "if-match, range")).status).toBe(403);
    expect((await ask("GET", "if-match", "https://other.example.com")).status).toBe(403);
  }));

test("a rule for every origin names none", () =>
  serve(async (server, client) => {
    const open = { ...rule, AllowedOrigins: ["*"] };
    await client.send(
      new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [open] } }),
    );
    const { headers } = await fetchFrom(server, `${server.endpoint}/${Bucket}/a`, {
      headers: { origin: page },
    });
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["access-control-allow-credentials"]).toBeUndefined();
  }));

test("a rule that S3 would refuse is refused", () =>
  serve(async (_, client) => {
    const put = (change: object) =>
      failureOf(
        client.send(
          new PutBucketCorsCommand({
            Bucket,
            CORSConfiguration: { CORSRules: [{ ...rule, ...change }] },
          }),
        ),
      );
    expect(await put({ ExposeHeaders: ["x-amz-meta-*"] })).toEqual([400, "InvalidRequest"]);
    expect(await put({ AllowedOrigins: [] })).toEqual([400, "MalformedXML"]);
  }));
