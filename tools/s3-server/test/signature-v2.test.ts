import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { createHmac } from "node:crypto";
import { clientOf } from "./client.js";
import { fetchFrom } from "./fetch.js";
import { serve } from "./serve.js";

// AWS's own worked example of a link signed by Signature Version 2:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const object = { Bucket: "johnsmith", Key: "photos/puppy.jpg" };
const end = 1_175_139_620;
const query = `AWSAccessKeyId=${credentials.accessKeyId}&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=${end}`;

test("AWS's example of a signed link, in both addressing styles, until it expires", async () => {
  let now = (end - 60) * 1000;
  await serve(
    async (server) => {
      const signer = clientOf(server, { systemClockOffset: now - Date.now() });
      await signer.send(new PutObjectCommand({ ...object, Body: "puppy" }));
      const path = `${server.endpoint}/johnsmith/photos/puppy.jpg?${query}`;
      const virtual = `${server.endpoint.replace("127.0.0.1", "johnsmith.s3.localhost")}/photos/puppy.jpg?${query}`;
      for (const url of [path, virtual]) {
        expect(await fetchFrom(server, url)).toMatchObject({ status: 200, text: "puppy" });
      }
      for (const [from, to] of [
        ["Expires=1", "Expires=2"],
        ["puppy", "kitten"],
        ["=Npg", "=npg"],
      ] as const) {
        const { status, text } = await fetchFrom(server, path.replace(from, to));
        expect([status, text]).toEqual([403, expect.stringContaining("SignatureDoesNotMatch")]);
      }
      const undated = await fetchFrom(server, path.replace(`${end}`, "soon"));
      expect(undated.text).toContain("Invalid date");
      now += 61_000;
      const expired = await fetchFrom(server, path);
      expect([expired.status, expired.text]).toEqual([
        403,
        expect.stringContaining("Request has expired"),
      ]);
    },
    { credentials, clock: () => now, buckets: [object.Bucket] },
  );
});

test("a session token is part of what is signed", () =>
  serve(
    async (server) => {
      const expires = Math.ceil(Date.now() / 1000) + 60;
      const text = `GET\n\n\n${expires}\nx-amz-security-token:token\n/johnsmith/none`;
      const signature = createHmac("sha1", "secret").update(text).digest("base64");
      server.access.add({ accessKeyId: "ASIA", secretAccessKey: "secret", sessionToken: "token" });
      const url = `${server.endpoint}/johnsmith/none?AWSAccessKeyId=ASIA&Signature=${encodeURIComponent(signature)}&Expires=${expires}`;
      expect((await fetchFrom(server, `${url}&x-amz-security-token=token`)).status).toBe(404);
      expect((await fetchFrom(server, url)).text).toContain("InvalidAccessKeyId");
    },
    { buckets: [object.Bucket] },
  ));
