import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { startS3Server, type S3Server } from "../src/index.js";
import { clientOf, failureOf } from "./client.js";
import { fetchFrom } from "./fetch.js";

const Bucket = "stashes";
const object = { Bucket, Key: "a" };
let now = 0;
let server: S3Server;

beforeEach(async () => {
  now = Date.now();
  server = await startS3Server({ buckets: [Bucket], clock: () => now });
  const client = clientOf(server);
  await client.send(new PutObjectCommand({ ...object, Body: "payload" }));
  client.destroy();
});
afterEach(() => server.close());

const get = (config = {}) => clientOf(server, config).send(new GetObjectCommand(object));
const link = (expiresIn = 60, config = {}) =>
  getSignedUrl(clientOf(server, config), new GetObjectCommand(object), { expiresIn });

test("a wrong secret, an unknown key, another region and no credentials", async () => {
  const { accessKeyId, secretAccessKey } = server.credentials;
  const wrongSecret = { credentials: { accessKeyId, secretAccessKey: "wrong" } };
  expect(await failureOf(get(wrongSecret))).toEqual([403, "SignatureDoesNotMatch"]);
  const unknown = { credentials: { accessKeyId: "AKIDUNKNOWN", secretAccessKey } };
  expect(await failureOf(get(unknown))).toEqual([403, "InvalidAccessKeyId"]);
  const elsewhere = { region: "eu-west-1" };
  expect(await failureOf(get(elsewhere))).toEqual([400, "AuthorizationHeaderMalformed"]);

  const anonymous = await fetchFrom(server, `${server.endpoint}/stashes/a`);
  expect(anonymous.status).toBe(403);
  expect(anonymous.text).toContain("<Code>AccessDenied</Code>");
  const otherScheme = { headers: { authorization: "Bearer x" } };
  const malformed = await fetchFrom(server, `${server.endpoint}/stashes/a`, otherScheme);
  expect(malformed.text).toContain("<Code>AuthorizationHeaderMalformed</Code>");
});

test("an Authorization header that cannot be right, whatever its signature", async () => {
  const date = `${new Date(now).toISOString().replace(/[-:]|\.\d+/g, "")}`;
  const complete = { "x-amz-date": date, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
  const all = "host;x-amz-content-sha256;x-amz-date";
  const send = async (
    headers: Record<string, string>,
    signedHeaders = all,
    scope = `${date.slice(0, 8)}/us-east-1/s3`,
  ) => {
    const credential = `Credential=${server.credentials.accessKeyId}/${scope}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signedHeaders}, Signature=00`;
    const options = { headers: { ...headers, authorization } };
    return (await fetchFrom(server, `${server.endpoint}/stashes/a`, options)).text;
  };
  expect(await send(complete)).toContain("<Code>SignatureDoesNotMatch</Code>");
  expect(await send({ ...complete, "x-amz-date": "today" })).toContain(
    "requires a valid x-amz-date",
  );
  expect(await send({ "x-amz-date": date })).toContain("Missing required header");
  expect(await send(complete, "host;x-amz-date")).toContain(
    "<HeadersNotSigned>x-amz-content-sha256</HeadersNotSigned>",
  );
  expect(await send(complete, "x-amz-content-sha256;x-amz-date")).toContain(
    "<HeadersNotSigned>host</HeadersNotSigned>",
  );
  expect(await send(complete, all, `${date.slice(0, 8)}/us-east-1/ec2`)).toContain(
    "expecting 's3'",
  );
  expect(await send(complete, all, "20000101/us-east-1/s3")).toContain("date is not x-amz-date");
  expect(await send(complete, all, "us-east-1")).toContain(
    "<Code>AuthorizationHeaderMalformed</Code>",
  );
});

test("a clock that is 16 minutes off is refused, 14 minutes are not", async () => {
  expect((await get({ systemClockOffset: 14 * 60_000 })).ETag).toBeDefined();
  expect((await get({ systemClockOffset: -14 * 60_000 })).ETag).toBeDefined();
  for (const systemClockOffset of [16 * 60_000, -16 * 60_000]) {
    expect(await failureOf(get({ systemClockOffset }))).toEqual([403, "RequestTimeTooSkewed"]);
  }
});

test("the SDK learns the server's time from the refusal, and tries again", async () => {
  now += 60 * 60_000;
  const client = clientOf(server, { maxAttempts: 2 });
  expect((await client.send(new GetObjectCommand(object))).$metadata.attempts).toBe(2);
});

test("a link is good up to its end, and then says when that was", async () => {
  const url = await link(5);
  expect((await fetchFrom(server, url)).status).toBe(200);
  now += 7_000;
  const expired = await fetchFrom(server, url);
  expect(expired.status).toBe(403);
  expect(expired.headers["content-type"]).toBe("application/xml");
  expect(expired.text).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  expect(expired.text).toMatch(/<X-Amz-Expires>5<\/X-Amz-Expires><Expires>\S+Z<\/Expires>/);
});

test("a link from the future, for more than a week, or for another method", async () => {
  now -= 16 * 60_000;
  expect((await fetchFrom(server, await link())).text).toContain("Request is not valid yet");
  now += 16 * 60_000;
  const long = (await link()).replace("X-Amz-Expires=60", "X-Amz-Expires=604801");
  expect((await fetchFrom(server, long)).status).toBe(400);
  expect((await fetchFrom(server, await link(), { method: "DELETE" })).status).toBe(403);
});

test("a link whose words were changed is refused", async () => {
  const url = await link();
  const changes: [string | RegExp, string][] = [
    ["/stashes/a", "/stashes/b"],
    ["X-Amz-Expires=60", "X-Amz-Expires=61"],
    ["x-id=GetObject", "x-id=HeadObject"],
    [/Signature=../, url.includes("Signature=00") ? "Signature=11" : "Signature=00"],
    [/$/, "&x-amz-meta-a=b"],
  ];
  for (const [from, to] of changes) {
    const answer = await fetchFrom(server, url.replace(from, to));
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining("SignatureDoesNotMatch"),
    ]);
  }
  const other = url.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256");
  expect((await fetchFrom(server, other)).text).toContain("X-Amz-Algorithm only supports");
  const missing = url.replace(/&X-Amz-Date=[^&]+/, "");
  expect((await fetchFrom(server, missing)).status).toBe(400);
});

test("a header that S3 acts on must be signed", async () => {
  const answer = await fetchFrom(server, await link(), {
    headers: { "x-amz-checksum-mode": "ENABLED" },
  });
  expect(answer.status).toBe(403);
  expect(answer.text).toContain("<HeadersNotSigned>x-amz-checksum-mode</HeadersNotSigned>");
});

test("temporary credentials need their token, and end in mid-run", async () => {
  const credentials = {
    accessKeyId: "ASIATEMPORARY",
    secretAccessKey: "s",
    sessionToken: "token/+=",
  };
  server.access.add(credentials);
  expect((await get({ credentials })).ETag).toBeDefined();
  const url = await link(60, { credentials });
  expect((await fetchFrom(server, url)).status).toBe(200);

  const withoutToken = { accessKeyId: "ASIATEMPORARY", secretAccessKey: "s" };
  expect(await failureOf(get({ credentials: withoutToken }))).toEqual([403, "InvalidAccessKeyId"]);
  const wrongToken = { ...credentials, sessionToken: "other" };
  expect(await failureOf(get({ credentials: wrongToken }))).toEqual([400, "InvalidToken"]);

  server.access.expire(credentials.accessKeyId);
  expect(await failureOf(get({ credentials }))).toEqual([400, "ExpiredToken"]);
  expect((await fetchFrom(server, url)).text).toContain("<Code>ExpiredToken</Code>");
});
