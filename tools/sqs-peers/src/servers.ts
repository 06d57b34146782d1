import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { installed, pathOf } from "./folders.js";

/** A server of its own process, which ends with `close`, and with this process. */
export interface PeerServer {
  /** `http://127.0.0.1:4711` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Starts moto, which is SQS, SNS and S3 on one port. */
export function startMoto(): Promise<PeerServer> {
  const command = [installed("python/bin/moto_server"), "-H", "127.0.0.1", "-p", "0"];
  return start(command, /Running on (http:\/\/127\.0\.0\.1:\d+)/);
}

/** Starts ElasticMQ, which is SQS alone. */
export function startElasticMq(): Promise<PeerServer> {
  const settings = [
    "rest-sqs.bind-hostname=127.0.0.1",
    "rest-sqs.bind-port=0",
    "rest-sqs.sqs-limits=strict",
    "rest-stats.enabled=false",
    "generate-node-address=true",
  ];
  const flags = settings.map((setting) => `-D${setting}`);
  const main = ["-cp", installed("elasticmq/*"), "org.elasticmq.server.Main"];
  return start(["java", "-Xmx256m", ...flags, ...main], /bind address (127\.0\.0\.1:\d+)/);
}

async function start(command: readonly string[], ready: RegExp): Promise<PeerServer> {
  const child = spawn(pathOf("scripts/run.sh"), command, { stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "close");
  const lines: string[] = [];
  const found = new Promise<string>((resolve) => {
    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on("line", (line) => {
        lines.push(line);
        const [, address] = ready.exec(line) ?? [];
        if (address) resolve(address.replace(/^(?!http)/, "http://"));
      });
    }
  });
  const endpoint = await Promise.race([found, exited.then(() => undefined)]);
  if (endpoint === undefined) throw new Error(`the server did not start:\n${lines.join("\n")}`);
  return {
    endpoint,
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}
