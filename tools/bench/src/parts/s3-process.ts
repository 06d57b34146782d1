import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { Agent } from "node:https";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import type { LinkModel } from "@kstash/s3-server";

/** An S3 server in a process of its own: none of its work counts as ours. */
export interface S3Server {
  readonly reach: Reach;
  close(): Promise<void>;
}

/** The repo's own. */
export interface S3Process extends S3Server {
  readonly clientConfig: S3ClientConfig;
  /** For a process that finds its S3 as every AWS tool does. */
  readonly env: Readonly<Record<string, string>>;
}

export const BUCKET = "stashes";

/** How a server is reached, as it can be told to another process. */
export interface Reach {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The authority that its certificate is of, in PEM. */
  readonly ca?: string | undefined;
}

/** What the SDK's client is made with to reach it. */
export function clientConfigFor({ ca, ...reach }: Reach): S3ClientConfig {
  const requestHandler = ca && { httpsAgent: new Agent({ ca, keepAlive: true }) };
  return { ...reach, forcePathStyle: true, ...(requestHandler && { requestHandler }) };
}

/** What the server prints when it is up. */
interface Greeting {
  readonly endpoint: string;
  readonly ca?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/**
 * @param root where it keeps what it is given; in memory without
 * @param link how far away it seems to be
 * @param unchecked whether it leaves out to hash what it is sent
 */
export async function startS3({
  tls = false,
  root,
  link,
  unchecked = false,
}: {
  tls?: boolean;
  root?: string;
  link?: LinkModel;
  unchecked?: boolean;
} = {}): Promise<S3Process> {
  const program = new URL("main.js", import.meta.resolve("@kstash/s3-server"));
  const args = ["--bucket", BUCKET];
  if (tls) args.push("--tls");
  if (root) args.push("--root", root);
  if (link) args.push("--link", JSON.stringify(link));
  if (unchecked) args.push("--unchecked");
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { endpoint, ca, accessKeyId, secretAccessKey, region } = JSON.parse(line) as Greeting;
  const credentials = { accessKeyId, secretAccessKey };
  const reach = { endpoint, region, credentials, ca: ca && (await readFile(ca, "utf8")) };
  return {
    reach,
    clientConfig: clientConfigFor(reach),
    env: {
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: region,
      ...(ca && { NODE_EXTRA_CA_CERTS: ca }),
    },
    async close() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
