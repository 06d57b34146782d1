import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { readCertificate } from "@kstash/s3-server";
import { Queue } from "./queue.js";
import { ServiceError } from "./service-error.js";
import { performSns, type Subscription } from "./sns.js";
import { performSqs } from "./sqs.js";

export interface SqsServerOptions {
  /** Over HTTPS, with the test S3 server's certificate; false by default. */
  readonly tls?: boolean;
  /** Names of queues; `messages` by default. */
  readonly queues?: readonly string[];
  /** Names of topics, and the queue that each delivers to in SNS's envelope; none by default. */
  readonly topics?: Readonly<Record<string, string>>;
  /** What SQS takes in one call, in bytes; 1,048,576 by default. */
  readonly sqsMaxBytes?: number;
  /** What SNS takes in one call, in bytes; 262,144 by default. */
  readonly snsMaxBytes?: number;
}

export interface SqsServer {
  /** `http://127.0.0.1:4711`, for both services. */
  readonly endpoint: string;
  /** Every call since the start: `SendMessage`, `Publish`… */
  readonly calls: { readonly action: string; readonly body: string }[];
  readonly queues: ReadonlyMap<string, Queue>;
  queueUrl(name?: string): string;
  /** Makes a topic whose messages a queue gets, in SNS's envelope unless it is raw; returns its ARN. */
  subscribe(queue?: string, raw?: boolean): string;
  /** Ends every connection. */
  close(): Promise<void>;
}

const ACCOUNT = "123456789012";

/** SQS and SNS in this process, on a free port of the loopback. Signatures are not checked. */
export async function startSqsServer(options: SqsServerOptions = {}): Promise<SqsServer> {
  const { queues: names = ["messages"], sqsMaxBytes = 1_048_576, snsMaxBytes = 262_144 } = options;
  const queues = new Map(names.map((name) => [name, new Queue()]));
  const topics = new Map<string, Subscription[]>();
  const arnOf = (topic: string) => `arn:aws:sns:us-east-1:${ACCOUNT}:${topic}`;
  for (const [topic, name] of Object.entries(options.topics ?? {})) {
    topics.set(arnOf(topic), [{ queue: queues.get(name)!, raw: false }]);
  }
  const calls: SqsServer["calls"] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = request.headers["x-amz-target"] as string | undefined;
    const action = target?.split(".").at(-1) ?? new URLSearchParams(body).get("Action") ?? "";
    calls.push({ action, body });
    try {
      const answer = target
        ? JSON.stringify(performSqs(action, JSON.parse(body), { queues, maxBytes: sqsMaxBytes }))
        : performSns(new URLSearchParams(body), { topics, maxBytes: snsMaxBytes });
      const type = target ? "application/x-amz-json-1.0" : "text/xml";
      response.writeHead(200, { "content-type": type }).end(answer);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code, message } = error;
      const answer = target
        ? JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message })
        : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
      response.writeHead(400).end(answer);
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const server = options.tls
    ? createHttpsServer(readCertificate(), listener)
    : createHttpServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint = `${options.tls ? "https" : "http"}://127.0.0.1:${port}`;

  return {
    endpoint,
    calls,
    queues,
    queueUrl: (name = names[0]) => `${endpoint}/${ACCOUNT}/${name}`,
    subscribe(name = names[0]!, raw = false) {
      const arn = arnOf(`topic-${topics.size}`);
      topics.set(arn, [{ queue: queues.get(name)!, raw }]);
      return arn;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
