import { afterEach, describe, expect, test } from "@jest/globals";
import { BackendRemoteError, StashCorrupted, StashNotFound } from "@kstash/core";
import type { RequestListener, ServerResponse } from "node:http";
import { http } from "../src/index.js";
import { failureOf, linkTo, PAYLOAD, read } from "./helpers/link.js";
import { serveHttp, type TestServer } from "./helpers/server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

async function answered(listener: RequestListener, query?: string) {
  server = await serveHttp(listener);
  return read(http({ retries: 0 }), linkTo(server.port, query === undefined ? {} : { query }));
}

const s3Error =
  (status: number, code: string, message: string) => (_: unknown, to: ServerResponse) =>
    to
      .writeHead(status, { "content-type": "application/xml" })
      .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);

describe("a stash", () => {
  test("has its content type, namespace and name", async () => {
    const stored = await answered((_, response) => {
      response.setHeader("content-type", "application/cbor");
      response.setHeader("x-amz-meta-kstash-namespace", "my.stashes");
      response.setHeader("x-amz-meta-kstash-name", "a%2Fb%20%C3%A9");
      response.end(PAYLOAD);
    });
    expect(stored).toEqual({
      bytes: new Uint8Array(PAYLOAD),
      contentType: "application/cbor",
      namespace: "my.stashes",
      name: "a/b é",
    });
  });

  test.each([
    ["Google Cloud Storage", "x-goog-meta-kstash-namespace", "x-goog-meta-kstash-name"],
    ["Azure, whose keys are identifiers", "x-ms-meta-kstash_namespace", "x-ms-meta-kstash_name"],
  ])("has its namespace and name from the metadata of %s", async (_, namespace, name) => {
    const stored = await answered((_, response) => {
      response.setHeader(namespace, "stashes-2");
      response.setHeader(name, "a%2Fb%20%C3%A9");
      response.end(PAYLOAD);
    });
    expect(stored).toMatchObject({ namespace: "stashes-2", name: "a/b é" });
  });

  test("without a content type has an empty one, so that no codec is guessed", async () => {
    const stored = await answered((_, response) => response.end(PAYLOAD));
    expect(stored).toEqual({ bytes: new Uint8Array(PAYLOAD), contentType: "" });
  });

  test.each(["%", "%ff", "a b", "caf\u00e9"])(
    "with the invalid name %j is refused",
    async (name) => {
      const error = await failureOf(
        answered((_, response) => response.setHeader("x-amz-meta-kstash-name", name).end(PAYLOAD)),
      );
      expect(error).toBeInstanceOf(StashCorrupted);
      expect(error.message).toContain("its kstash-name is not percent-encoded UTF-8");
    },
  );

  test("that is empty is not absent", async () => {
    expect(await answered((_, response) => response.end())).toMatchObject({
      bytes: new Uint8Array(),
    });
  });

  test("in chunks, without a declared length, is read whole", async () => {
    const stored = await answered((_, response) => {
      response.write(PAYLOAD.subarray(0, 5));
      response.end(PAYLOAD.subarray(5));
    });
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
  });

  test.each(["identity", "aws-chunked"])("marked %s is read as it is", async (encoding) => {
    const stored = await answered((_, response) =>
      response.setHeader("content-encoding", encoding).end(PAYLOAD),
    );
    expect(stored?.bytes).toEqual(new Uint8Array(PAYLOAD));
  });

  test("in gzip is refused", async () => {
    const error = await failureOf(
      answered((_, response) => response.setHeader("content-encoding", "gzip").end(PAYLOAD)),
    );
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("Content-Encoding");
  });
});

describe("an absent stash", () => {
  test("404 is absence", async () => {
    expect(await answered(s3Error(404, "NoSuchKey", "gone"))).toBeUndefined();
  });

  const expired = [
    ["S3", 403, "AccessDenied", "Request has expired", "X-Amz-Signature=SECRET"],
    ["temporary credentials", 400, "ExpiredToken", "The provided token has expired.", "a=b"],
    ["temporary credentials, elsewhere", 400, "ExpiredToken", "Invalid argument.", "a=b"],
    ["Ceph", 403, "AccessDenied", "", "X-Amz-Date=20260101T000000Z&X-Amz-Expires=10&a=SECRET"],
    ["Google", 400, "ExpiredToken", "Invalid argument.", "X-Goog-Expires=10&a=SECRET"],
    [
      "Google, by its dates",
      403,
      "AccessDenied",
      "",
      "X-Goog-Date=20260101T000000Z&X-Goog-Expires=10&a=SECRET",
    ],
    [
      "Azure",
      403,
      "AuthenticationFailed",
      "Server failed to authenticate",
      "se=2026-01-01T00:00:00Z&sig=SECRET",
    ],
    [
      "Ceph, version 2",
      403,
      "AccessDenied",
      "",
      "AWSAccessKeyId=K&Signature=SECRET&Expires=1700000000",
    ],
  ] as const;
  test.each(expired)(
    "an expired link is reported as such: %s",
    async (_, status, code, message, query) => {
      const error = await failureOf(answered(s3Error(status, code, message), query));
      expect(error).toBeInstanceOf(StashNotFound);
      expect(error.message).toMatch(
        /^share link expired: http:\/\/127\.0\.0\.1:\d+\/stashes\/context\.[0-9a-f]{32}\?…: /,
      );
      expect(error.message).not.toContain("SECRET");
    },
  );

  const future = "X-Amz-Date=20990101T000000Z&X-Amz-Expires=10";
  const past = "X-Amz-Date=20260101T000000Z&X-Amz-Expires=10";
  const refused = [
    ["AccessDenied", "Access Denied", future, "403 AccessDenied: the link is unsigned"],
    [
      "AccessDenied",
      "Access Denied",
      "X-Amz-Date=x&X-Amz-Expires=y",
      "403 AccessDenied: the link is",
    ],
    [
      "AuthenticationFailed",
      "…",
      "se=2126-01-01T00%3A00%3A00Z",
      "403 AuthenticationFailed: the link was changed",
    ],
    ["AuthenticationFailed", "…", "se=soon", "403 AuthenticationFailed: the link was changed"],
    ["SignatureDoesNotMatch", "…", past, "403 SignatureDoesNotMatch: the link was changed"],
    ["<b>", "", "Expires=soon", "answered 403: the link"],
  ] as const;
  test.each(refused)(
    "403 %s does not mean that the link expired",
    async (code, message, query, expected) => {
      const error = await failureOf(answered(s3Error(403, code, message), query));
      expect(error).toBeInstanceOf(StashNotFound);
      expect(error.message).toContain(expected);
      expect(error.message).not.toContain("expired");
    },
  );

  test("403 with a body that breaks off is still 403", async () => {
    const error = await failureOf(
      answered((_, response) => {
        response.writeHead(403, { "content-length": 100 });
        response.write("<Error>", () => response.destroy());
      }),
    );
    expect(error).toBeInstanceOf(StashNotFound);
  });

  test("403 with an endless body is still 403", async () => {
    const error = await failureOf(
      answered((_, response) => {
        response.writeHead(403);
        const more = () => void (response.destroyed || response.write("x".repeat(8192), more));
        more();
      }),
    );
    expect(error).toBeInstanceOf(StashNotFound);
  });
});

describe("other responses", () => {
  test.each([301, 302, 303, 307, 308])("%i is not followed", async (status) => {
    let requests = 0;
    const error = await failureOf(
      answered((request, response) => {
        requests++;
        response.writeHead(status, { location: `${request.url}SECRET` }).end();
      }),
    );
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain(`it answered ${status}, a redirect, which is not followed`);
    expect(error.message).not.toContain("SECRET");
    expect(requests).toBe(1);
  });

  test.each([
    [400, "AuthorizationQueryParametersError"],
    [405, "MethodNotAllowed"],
    [206, "Partial"],
  ])("%i %s is an error that names it", async (status, code) => {
    const error = await failureOf(answered(s3Error(status, code, "…")));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain(`it answered ${status} ${code}`);
  });

  test("a failing store does not mean that the link expired, whatever its dates say", async () => {
    const past = "X-Amz-Date=20260101T000000Z&X-Amz-Expires=10";
    const error = await failureOf(answered((_, response) => response.writeHead(500).end(), past));
    expect(error).toBeInstanceOf(BackendRemoteError);
    expect(error.message).toContain("it answered 500");
  });

  test("a switch of protocols is an error", async () => {
    const error = await failureOf(
      answered((request) => {
        request.socket.write(
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        );
      }),
    );
    expect(error).toBeInstanceOf(BackendRemoteError);
  });
});
