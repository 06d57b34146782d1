import { type Server, startServer } from "@kstash/servers";
import { installed } from "./folders.js";

/** Starts moto, which is SQS, SNS and S3 on one port. */
export function startMoto(): Promise<Server> {
  return startServer(({ ports: [port] }) => {
    return {
      url: `http://127.0.0.1:${port}`,
      command: [installed("python/bin/moto_server"), "-H", "127.0.0.1", "-p", `${port}`],
      ready: /Running on http/,
    };
  });
}

/** Starts ElasticMQ, which is SQS alone. */
export function startElasticMq(): Promise<Server> {
  return startServer(({ ports: [port] }) => {
    const settings = [
      "rest-sqs.bind-hostname=127.0.0.1",
      `rest-sqs.bind-port=${port}`,
      "rest-sqs.sqs-limits=strict",
      "rest-stats.enabled=false",
      "generate-node-address=true",
    ];
    const flags = settings.map((setting) => `-D${setting}`);
    const main = ["-cp", installed("elasticmq/*"), "org.elasticmq.server.Main"];
    return {
      url: `http://127.0.0.1:${port}`,
      command: ["java", "-Xmx256m", ...flags, ...main],
      ready: /bind address/,
    };
  });
}
