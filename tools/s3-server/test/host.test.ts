import { expect, test } from "@jest/globals";
import { bucketOfHost } from "../src/host.js";

test.each([
  ["localhost:4711", undefined],
  ["s3.localhost", undefined],
  ["stashes.s3.localhost:4711", "stashes"],
  ["a.dotted.name.s3.localhost", "a.dotted.name"],
  ["stashes.localhost:80", "stashes"],
  ["127.0.0.1:4711", undefined],
  ["s3.us-east-1.amazonaws.com", undefined],
  ["stashes.s3.us-east-1.amazonaws.com", "stashes"],
  ["nots3.localhost.example", undefined],
  [undefined, undefined],
])("the bucket in the host %s", (host, bucket) => {
  expect(bucketOfHost(host)).toBe(bucket);
});
