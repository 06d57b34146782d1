import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { describe, test } from "@jest/globals";
import type { S3Server } from "../src/index.js";
import { Bucket, serve } from "./serve.js";

export const object = { Bucket, Key: "a" };
export const get = (client: S3Client) => client.send(new GetObjectCommand(object));
export const put = (client: S3Client, more = {}) =>
  client.send(new PutObjectCommand({ ...object, Body: "payload", ...more }));

/** Each over HTTP and HTTPS, with an object in place. */
export function faultTest(
  title: string,
  run: (server: S3Server, client: S3Client) => Promise<void>,
) {
  describe.each([{ tls: false }, { tls: true }])("TLS $tls", (options) => {
    test(title, () =>
      serve(async (server, client) => {
        await put(client);
        server.requests.length = 0;
        await run(server, client);
      }, options),
    );
  });
}
