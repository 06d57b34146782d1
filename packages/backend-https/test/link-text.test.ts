import { afterEach, expect, test } from "@jest/globals";
import { http } from "../src/index.js";
import { DIGEST, PAYLOAD, read } from "./helpers/link.js";
import { serveHttp, type TestServer } from "./helpers/server.js";

let server: TestServer | undefined;
afterEach(() => server?.close());

test.each([
  `/stashes/a%20b.${DIGEST}?x=1`,
  `/stashes/a+b%2B%C3%A9%25.${DIGEST}?X-Amz-Credential=K%2F20260101%2Fus-east-1&b=%7E+~&&=`,
  `/stashes/it's(a)*!$&,;=:@.${DIGEST}?response-content-type=a/b?c`,
  `/stashes/a%2fb`.replace("%2f", "%23") + `.${DIGEST}`,
  `/stashes/%41.${DIGEST}?`,
])("path, query and host are sent exactly as they are: %s", async (path) => {
  const seen: unknown[] = [];
  server = await serveHttp((request, response) => {
    seen.push(request.url, request.headers.host, request.method);
    response.end(PAYLOAD);
  });
  await read(http(), `http://LocalHost:${server.port}${path}`);
  expect(seen).toEqual([path, `LocalHost:${server.port}`, "GET"]);
});
