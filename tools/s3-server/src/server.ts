import { EventEmitter, once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createNetServer, type Socket } from "node:net";
import { Access, type Credentials } from "./access.js";
import { readCertificate } from "./certificate.js";
import { Faults } from "./faults.js";
import { fileStorage } from "./file-storage.js";
import { handle, type ServerState } from "./handle.js";
import { Link, type LinkModel } from "./link.js";
import type { RequestRecord } from "./log.js";
import { memoryStorage } from "./memory-storage.js";
import { Store } from "./store.js";

export interface S3ServerOptions {
  /** Over HTTPS; false by default. */
  readonly tls?: boolean;
  /** The credentials that requests must be signed with; test keys by default. */
  readonly credentials?: Credentials;
  /** Buckets to start with; none by default. */
  readonly buckets?: readonly string[];
  /** The region that requests must be signed for; `us-east-1` by default. */
  readonly region?: string;
  /** The server's time in milliseconds since 1970; `Date.now` by default. */
  readonly clock?: () => number;
  /** A folder to keep the objects' bytes in; memory by default. The caller removes it. */
  readonly root?: string;
  /** How far away it seems to be: for the benchmark. By default as near as it is. */
  readonly link?: LinkModel;
  /** Whether it believes what requests state of their bodies, and hashes none: for the benchmark. Default: false. */
  readonly unchecked?: boolean;
}

export interface S3Server {
  /** `http://127.0.0.1:4711`: buckets in the path. */
  readonly endpoint: string;
  /** `http://s3.localhost:4711`: buckets in the path or before the host; see `loopbackLookup`. */
  readonly virtualHostEndpoint: string;
  /** The CA to trust, in PEM, if the server uses HTTPS. */
  readonly ca: string | undefined;
  readonly credentials: Credentials;
  readonly region: string;
  /** Every request since the start; empty it with `requests.length = 0`. */
  readonly requests: RequestRecord[];
  readonly faults: Faults;
  /** Adds credentials, and expires them. */
  readonly access: Access;
  /** How many connections are open. */
  readonly connections: number;
  /** Resolves when the next connection ends. */
  disconnected(): Promise<void>;
  /** Ends every connection, even one that waits for its answer. */
  close(): Promise<void>;
}

/** An S3 server in this process, on a free port of the loopback. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { region = "us-east-1", clock = Date.now, credentials = testCredentials } = options;
  const { unchecked = false } = options;
  const store = new Store(options.root ? await fileStorage(options.root) : memoryStorage);
  for (const bucket of options.buckets ?? []) store.createBucket(bucket, clock());
  const access = new Access(credentials);
  const link = options.link && new Link(options.link);
  const faults = new Faults();
  const state: ServerState = {
    access,
    region,
    store,
    clock,
    faults,
    requests: [],
    link,
    unchecked,
  };

  const certificate = options.tls ? readCertificate() : undefined;
  const server = listener((message, response) => {
    handle(state, message, response).catch((error: unknown) => response.destroy(error as Error));
  }, certificate);
  const sockets = new Set<Socket>();
  const closings = new EventEmitter();
  // An HTTP server takes any stream for a connection.
  const front = link
    ? createNetServer((socket) => void server.emit("connection", link.connect(socket)))
    : server;
  front.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      closings.emit("close");
    });
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");

  const { port } = front.address() as AddressInfo;
  const scheme = certificate ? "https" : "http";
  return {
    endpoint: `${scheme}://127.0.0.1:${port}`,
    virtualHostEndpoint: `${scheme}://s3.localhost:${port}`,
    ca: certificate?.ca,
    credentials,
    region,
    requests: state.requests,
    faults: state.faults,
    access,
    get connections() {
      return sockets.size;
    },
    async disconnected() {
      await once(closings, "close");
    },
    async close() {
      const closed = new Promise((resolve) => front.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const testCredentials: Credentials = {
  accessKeyId: "AKIDTESTTESTTESTTEST",
  secretAccessKey: "test/secret+of=no/account/at+all=test/se",
};

function listener(
  handler: RequestListener,
  certificate: ReturnType<typeof readCertificate> | undefined,
) {
  // The 5 s by default would end connections that a client is about to use again; and a test may
  // stall a request for as long as it likes.
  const times = { keepAliveTimeout: 600_000, requestTimeout: 0, headersTimeout: 0 };
  if (!certificate) return createHttpServer(times, handler);
  const { cert, key } = certificate;
  return createHttpsServer({ ...times, cert, key }, handler);
}
