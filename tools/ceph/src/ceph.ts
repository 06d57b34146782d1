import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { readCertificate, type S3Server } from "@kstash/s3-server";
import { freePorts } from "@kstash/servers";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { limitedCredentials } from "./limited-user.js";
import { script } from "./script.js";

export interface CephOptions {
  /** Over HTTPS, with the test S3 server's certificate; false by default. */
  readonly tls?: boolean;
  /** Buckets to start with; none by default. */
  readonly buckets?: readonly string[];
  /** Whether there is a second user, who may do what `setPolicy` allows and nothing else; false by default. */
  readonly limitedUser?: boolean;
}

/** What a test needs of a real S3 server: the test S3 server has all of it as well. */
export type CephServer = Pick<
  S3Server,
  "endpoint" | "virtualHostEndpoint" | "ca" | "credentials" | "region" | "close"
>;

/**
 * Starts a Ceph cluster of its own, with its S3 gateway on the loopback: in about 4 s. It ends with
 * `close`, and with this process, however that ends.
 * @throws Error where Ceph is not installed (see `installCeph`), or does not start: with what it says
 */
export async function startCeph({
  tls = false,
  buckets = [],
  limitedUser = false,
}: CephOptions = {}): Promise<CephServer> {
  const certificate = tls ? readCertificate() : undefined;
  const folder = await mkdtemp(join(tmpdir(), "ceph-certificate-"));
  const pem = join(folder, "server.pem");
  if (certificate) await writeFile(pem, certificate.cert + certificate.key, { mode: 0o600 });

  const [port = 0, monitorPort = 0] = await freePorts(2);
  const flags = [String(port), String(monitorPort), ...(certificate ? [pem] : [])];
  const env = {
    ...process.env,
    ACCESS_KEY_ID: accessKeyId,
    SECRET_ACCESS_KEY: secretAccessKey,
    ...(limitedUser && {
      LIMITED_ACCESS_KEY_ID: limitedCredentials.accessKeyId,
      LIMITED_SECRET_ACCESS_KEY: limitedCredentials.secretAccessKey,
    }),
  };
  const child = spawn(script("run.sh"), flags, { env, stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "close");
  const complaint = text(child.stderr);
  const ready = await Promise.race([once(child.stdout, "data"), exited.then(() => undefined)]);
  await rm(folder, { recursive: true }); // read by now
  if (!ready) throw new Error(`Ceph did not start: ${(await complaint).trim()}`);

  const scheme = tls ? "https" : "http";
  const server: CephServer = {
    endpoint: `${scheme}://127.0.0.1:${port}`,
    virtualHostEndpoint: `${scheme}://s3.localhost:${port}`,
    ca: certificate?.ca,
    credentials: { accessKeyId, secretAccessKey },
    region: "us-east-1",
    async close() {
      child.stdin.end();
      await exited;
    },
  };
  await createBuckets(server, buckets).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return server;
}

// Of a cluster that only this machine can reach, for as long as a test runs.
const accessKeyId = "AKIDTESTTESTTESTTEST";
const secretAccessKey = "test/secret+of=no/account/at+all=test/se";

async function createBuckets(server: CephServer, buckets: readonly string[]): Promise<void> {
  const { endpoint, region, credentials, ca } = server;
  const client = new S3Client({
    endpoint,
    region,
    credentials,
    forcePathStyle: true,
    requestHandler: ca ? { httpsAgent: { ca } } : {},
  });
  for (const Bucket of buckets) await client.send(new CreateBucketCommand({ Bucket }));
  client.destroy();
}
