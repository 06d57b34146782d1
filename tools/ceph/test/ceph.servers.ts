import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, test } from "@jest/globals";
import { loopbackLookup } from "@kstash/s3-server";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { installCeph, startCeph } from "../src/index.js";
import { freePorts } from "@kstash/servers";
import { script } from "../src/script.js";

const describeInstalled = installCeph() ? describe : describe.skip;

describeInstalled("Ceph's gateway", () => {
  test.each([{ tls: false }, { tls: true }])(
    "serves objects and links, and is gone after close: TLS $tls",
    async ({ tls }) => {
      const server = await startCeph({ tls, buckets: ["stashes"] });
      const { ca, credentials, region } = server;
      const agent = { lookup: loopbackLookup, ...(ca && { ca }) };
      const requestHandler = { httpAgent: agent, httpsAgent: agent };
      for (const forcePathStyle of [true, false]) {
        const endpoint = forcePathStyle ? server.endpoint : server.virtualHostEndpoint;
        const client = new S3Client({
          endpoint,
          region,
          credentials,
          forcePathStyle,
          requestHandler,
        });
        const object = { Bucket: "stashes", Key: `style ${forcePathStyle}/ünï` };
        const put = new PutObjectCommand({ ...object, Body: "payload", IfNoneMatch: "*" });
        await client.send(put);
        await expect(client.send(put)).rejects.toMatchObject({ name: "PreconditionFailed" });
        const got = await client.send(new GetObjectCommand(object));
        expect(await got.Body?.transformToString()).toBe("payload");
        if (!tls && forcePathStyle) {
          const link = await getSignedUrl(client, new GetObjectCommand(object), { expiresIn: 60 });
          expect(await (await fetch(link)).text()).toBe("payload");
          expect((await fetch(link.replace("style", "other"))).status).toBe(403);
        }
        client.destroy();
      }
      await server.close();
      expect(await takesConnections(Number(new URL(server.endpoint).port))).toBe(false);
    },
    60_000,
  );

  test("a cluster ends with the process that started it, even where that is killed", async () => {
    const [port = 0, monitorPort = 0] = await freePorts(2);
    const start = `
      const { spawn } = require("node:child_process");
      spawn(process.argv[1], process.argv.slice(2), { stdio: ["pipe", "inherit", "inherit"] });`;
    const flags = ["-e", start, script("run.sh"), String(port), String(monitorPort)];
    const env = { ...process.env, ACCESS_KEY_ID: "a", SECRET_ACCESS_KEY: "b" };
    const parent = spawn(process.execPath, flags, { env, stdio: ["ignore", "pipe", "inherit"] });
    await once(parent.stdout, "data");
    expect(await takesConnections(port)).toBe(true);
    parent.kill("SIGKILL");
    await once(parent.stdout, "close"); // run.sh holds the other end until it has cleaned up
    expect(await takesConnections(port)).toBe(false);
  }, 60_000);

  test("a start that fails says why", async () => {
    const { PATH } = process.env;
    process.env["PATH"] = "/usr/bin-that-is-not-there:/bin-that-is-not-there";
    try {
      await expect(startCeph()).rejects.toThrow("Ceph did not start");
    } finally {
      process.env["PATH"] = PATH;
    }
  });
});

async function takesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const taken = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return taken;
}
