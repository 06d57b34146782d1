import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { startS3Server, type S3Server } from "../src/index.js";
import { clientOf } from "./client.js";
import { fetchFrom } from "./fetch.js";

// AWS's own worked examples, with the signatures that they state:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const now = Date.UTC(2013, 4, 24);
const object = { Bucket: "examplebucket", Key: "chunkObject.txt" };
const payload = "a".repeat(65 * 1024);
interface Example {
  readonly hash: string;
  readonly seed: string;
  readonly chunks: readonly string[];
  readonly trailers?: readonly string[];
}

const signed: Example = {
  hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
  chunks: [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ],
};
const withTrailer: Example = {
  hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
  seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
  chunks: [
    "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
    "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
    "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
  ],
  trailers: [
    "x-amz-checksum-crc32c:sOO8/Q==",
    "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
  ],
};

let server: S3Server;
beforeEach(async () => {
  server = await startS3Server({ credentials, clock: () => now, buckets: [object.Bucket] });
});
afterEach(() => server.close());

function bodyOf({ chunks, trailers = [] }: Example): string {
  const pieces = [payload.slice(0, 65_536), payload.slice(65_536), ""];
  const framed = pieces.map((piece, at) => {
    const line = `${piece.length.toString(16)};chunk-signature=${chunks[at]}\r\n`;
    return piece === "" ? line : `${line}${piece}\r\n`;
  });
  return `${framed.join("")}${trailers.map((line) => `${line}\r\n`).join("")}\r\n`;
}

function send(example: Example, body: string) {
  const isTrailed = example.trailers !== undefined;
  const headers: Record<string, string> = {
    "content-encoding": "aws-chunked",
    ...(!isTrailed && { "content-length": "66824" }),
    host: "s3.amazonaws.com",
    "x-amz-content-sha256": example.hash,
    "x-amz-date": "20130524T000000Z",
    "x-amz-decoded-content-length": "66560",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    ...(isTrailed && { "x-amz-trailer": "x-amz-checksum-crc32c" }),
  };
  const authorization = [
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20130524/us-east-1/s3/aws4_request`,
    `SignedHeaders=${Object.keys(headers).join(";")}`,
    `Signature=${example.seed}`,
  ].join(",");
  const url = `${server.endpoint}/examplebucket/chunkObject.txt`;
  return fetchFrom(server, url, { method: "PUT", headers: { ...headers, authorization } }, body);
}

test.each([signed, withTrailer])(
  "AWS's example of $hash is stored without its framing",
  async (example) => {
    expect(await send(example, bodyOf(example))).toMatchObject({ status: 200 });
    const config = { systemClockOffset: now - Date.now() };
    const got = await clientOf(server, config).send(new GetObjectCommand(object));
    expect(await got.Body?.transformToString()).toBe(payload);
    expect(got).toMatchObject({ StorageClass: "REDUCED_REDUNDANCY" });
    expect(got.ContentEncoding).toBeUndefined();
  },
);

test.each([signed, withTrailer])("a changed chunk of $hash is refused", async (example) => {
  const body = bodyOf(example);
  const changes: [string | RegExp, string][] = [
    ["aaaa", "aaab"],
    [example.chunks[0] ?? "", "0".repeat(64)],
    [example.chunks[2] ?? "", "0".repeat(64)],
    [/;chunk-signature=\w+/, `;chunk-signature=${example.chunks[1]}`],
  ];
  if (example.trailers)
    changes.push(["sOO8/Q==", "AAAAAA=="], [/trailer-signature:../, "trailer-signature:00"]);
  for (const [from, to] of changes) {
    const answer = await send(example, body.replace(from, to));
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining("SignatureDoesNotMatch"),
    ]);
  }
});

test("broken framing is refused", async () => {
  const body = bodyOf(withTrailer);
  const changes: [string | RegExp, string][] = [
    ["10000;", "xyz;"],
    ["10000;", "ffff;"],
    [/\r\n\r\n$/, "\r\n"],
    [/^[^]*$/, "9".repeat(20_000)],
    [/^[^]*$/, ""],
  ];
  for (const [from, to] of changes) {
    const answer = await send(withTrailer, body.replace(from, to));
    expect(answer.status).toBe(to === "ffff;" ? 403 : 400);
    if (to.length > 16_384) expect(answer.text).toContain("A line of the chunked body is too long");
  }
});
