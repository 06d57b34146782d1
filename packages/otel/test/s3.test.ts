import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type S3Server, startS3Server } from "@kstash/s3-server";
import { type Attributes, SpanKind, type SpanStatus, SpanStatusCode } from "@opentelemetry/api";

interface Span {
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly exceptions: readonly string[];
  readonly spanId: string;
  readonly traceId: string;
  readonly parentId?: string;
}

let server: S3Server;
let spans: Span[];
beforeAll(async () => {
  server = await startS3Server({ buckets: ["stashes", "denied"] });
  const answer = { status: 403, code: "AccessDenied" };
  server.faults.next({ bucket: "denied", answer, times: Infinity });
  spans = await traced();
}, 60_000);
afterAll(() => server.close());

/** The spans of the program, which talks to the server by the real SDK. */
async function traced(): Promise<Span[]> {
  const program = fileURLToPath(new URL("./children/traced-s3.js", import.meta.url));
  const env = {
    PATH: process.env["PATH"],
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_REGION: server.region,
    AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
  };
  const cwd = import.meta.dirname;
  const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd, env });
  return JSON.parse(stdout) as Span[];
}

/** Names of the spans below one, with those below them. */
type Tree = readonly (string | readonly [string, Tree])[];

function treeBelow(parentId: string | undefined): Tree {
  return spans
    .filter((span) => span.parentId === parentId)
    .map(({ name, spanId }) => {
      const below = treeBelow(spanId);
      return below.length > 0 ? ([name, below] as const) : name;
    });
}

/** The n-th span of a name, in the order in which they ended. */
const span = (name: string, index = 0) => spans.filter((each) => each.name === name)[index]!;

test("the AWS SDK's spans are children of kstash's, and its requests' are children of those", () => {
  const program = span("program");
  expect(treeBelow(program.spanId)).toEqual([
    ["kstash create", [["S3.PutObject", ["PUT"]]]],
    ["kstash retrieve", [["S3.GetObject", ["GET"]]]],
    // To sign a link the SDK goes half the way of a request.
    ["kstash share", ["S3.GetObject"]],
    [
      "kstash remove",
      [
        ["S3.HeadObject", ["HEAD"]],
        ["S3.DeleteObject", ["DELETE"]],
      ],
    ],
    ["kstash retrieve", [["S3.GetObject", ["GET"]]]],
    ["kstash create", [["S3.PutObject", ["PUT"]]]],
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
});

test("kstash's spans are internal, and say which backend and codec it was", () => {
  const { kind, attributes, status } = span("kstash create");
  expect([kind, status.code]).toEqual([SpanKind.INTERNAL, SpanStatusCode.UNSET]);
  expect(attributes).toEqual({
    "kstash.operation": "create",
    "kstash.backend": "s3",
    "kstash.codec": "cbor",
    "kstash.namespace": "stashes",
    "kstash.payload.size": 5,
  });
  expect(span("kstash retrieve").attributes).toMatchObject({ "kstash.codec": "cbor" });
  expect(span("S3.PutObject").kind).toBe(SpanKind.CLIENT);
});

test("what S3 refuses is recorded as kstash explains it", () => {
  const { attributes, status, exceptions } = span("kstash create", 1);
  expect(attributes["error.type"]).toBe("BACKEND_REMOTE_ERROR");
  expect(status).toEqual({
    code: SpanStatusCode.ERROR,
    message: expect.stringContaining("AccessDenied"),
  });
  expect(exceptions).toEqual([status.message]);
});

test("what is not there is an error of kstash's span and of the SDK's", () => {
  const { attributes, status, exceptions, spanId } = span("kstash retrieve", 1);
  expect(attributes["error.type"]).toBe("STASH_NOT_FOUND");
  expect(exceptions).toEqual([expect.stringMatching(/^stash not found: s3:\/\/stashes\/order\./)]);
  expect(status.code).toBe(SpanStatusCode.ERROR);
  const request = spans.find(({ parentId }) => parentId === spanId);
  expect(request).toMatchObject({ name: "S3.GetObject", status: { code: SpanStatusCode.ERROR } });
});

test("no span shows a link's query", () => {
  expect(JSON.stringify(spans)).not.toContain("X-Amz-Signature");
});
