import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect, test } from "@jest/globals";
import { connect } from "node:net";
import { cutAfter, endless, longerBy, shorterBy, wrongBody, type BodyFault } from "../src/index.js";
import { faultTest, get, object, put } from "./fault-test.js";
import { fetchFrom } from "./fetch.js";
import { serve } from "./serve.js";

faultTest("the right length, and every byte wrong", async (server, client) => {
  server.faults.next({ body: wrongBody });
  const link = await getSignedUrl(client, new GetObjectCommand(object));
  const wrong = await fetchFrom(server, link);
  expect(wrong).toMatchObject({ status: 200, headers: { "content-length": "7" } });
  expect(wrong.text).not.toContain("a");
});

faultTest("a body that is cut, or ends too early, fails at its reader", async (server, client) => {
  for (const body of [cutAfter(3), shorterBy(3)]) {
    server.faults.next({ body });
    const { Body, ContentLength } = await get(client);
    expect(ContentLength).toBe(7);
    await expect(Body?.transformToString()).rejects.toMatchObject({ code: "ECONNRESET" });
  }
});

test.each<[string, BodyFault, string]>([
  ["cut", cutAfter(3), "pay"],
  ["shorter", shorterBy(3), "payl"],
  ["longer", longerBy(3), "payload+++"],
])("what really goes over the wire: %s", (_, body, sent) =>
  serve(async (server, client) => {
    await put(client);
    server.faults.next({ body });
    const { host, port, pathname, search } = new URL(
      await getSignedUrl(client, new GetObjectCommand(object)),
    );
    // Read as it comes: what an HTTP client makes of it is its own affair.
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    let text = "";
    await new Promise<void>((resolve) => {
      socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
      socket.on("error", () => {}).on("close", () => resolve());
    });
    expect(text).toMatch(/^content-length: 7\r$/m);
    expect(text.split("\r\n\r\n")[1]).toBe(sent);
  }),
);

faultTest("a body that never ends, for as long as someone reads", async (server, client) => {
  server.faults.next({ body: endless });
  const { Body, ContentLength } = await get(client);
  expect(ContentLength).toBeUndefined();
  let bytes = 0;
  const closed = server.disconnected();
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > 4 * 1024 * 1024) break;
  }
  await closed;
});

faultTest("a large body that is cut has no more than its first bytes", async (server, client) => {
  await put(client, { Body: Buffer.alloc(1024 * 1024, "a") });
  server.faults.next({ body: cutAfter(500_000) });
  const { Body, ContentLength } = await get(client);
  expect(ContentLength).toBe(1024 * 1024);
  let bytes = 0;
  const read = async () => {
    for await (const chunk of Body as AsyncIterable<Buffer>) bytes += chunk.length;
  };
  await expect(read()).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(bytes).toBeLessThanOrEqual(500_000);
});
