import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What goes wrong with a request that passes the proxy; the first that fits is taken. */
export interface ProxyFault {
  readonly when?: (request: IncomingMessage) => boolean;
  /** How many requests it is for. Default 1. */
  readonly times?: number;
  /** Is sent instead of asking the server. */
  readonly answer?: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  };
  /** Never answers, and does not ask the server. */
  readonly stall?: true;
  /** Asks the server, and closes the connection instead of passing on its answer. */
  readonly loseAnswer?: true;
  /** Closes the connection when so many bytes of the body have been passed on. */
  readonly cutAfter?: number;
  /** Passes on no more than so many bytes of the body, and leaves the connection open. */
  readonly stallAfter?: number;
  /** Passes on the body in pieces of so many bytes, each in a turn of its own. */
  readonly pieces?: number;
  /** Changes a byte in the middle of the request's body. */
  readonly changeRequest?: true;
  /** Changes the first byte of the answer's body. */
  readonly changeAnswer?: true;
}

/** A proxy in front of a server over http, which breaks what it is told to. */
export interface FaultProxy {
  readonly url: string;
  readonly requests: { readonly method: string; readonly url: string; readonly range?: string }[];
  /** How many requests came before the time that a `Retry-After` had named for the next. */
  readonly tooEarly: number;
  /** How many connections to it are open. */
  readonly connections: number;
  /** Resolves when a request has met the fault. */
  next(fault: ProxyFault): Promise<void>;
  /** How many of its answers have stalled, and are still waited for. */
  readonly stalled: number;
  /** Closes the connections on which it has stalled. */
  endStalled(): void;
  clear(): void;
  close(): Promise<void>;
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const requests: { method: string; url: string; range?: string }[] = [];
  const planned: { fault: ProxyFault; left: number; met: () => void }[] = [];
  const sockets = new Set<Socket>();
  const stalled = new Set<ServerResponse>();
  let notBefore = 0;
  let tooEarly = 0;

  const server = createServer((incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    const range = headers["x-ms-range"] ?? headers.range;
    if (Date.now() < notBefore) tooEarly += 1;
    requests.push({ method, url, ...(range === undefined ? {} : { range: String(range) }) });
    const plan = planned.find(({ fault, left }) => left > 0 && (fault.when?.(incoming) ?? true));
    if (plan) plan.left -= 1;
    pass(incoming, outgoing, plan?.fault ?? {});
    if (plan?.fault.stall || plan?.fault.stallAfter !== undefined) {
      stalled.add(outgoing);
      outgoing.on("close", () => stalled.delete(outgoing));
    }
    plan?.met();
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  function pass(incoming: IncomingMessage, outgoing: ServerResponse, fault: ProxyFault): void {
    const { method, url: path, headers } = incoming;
    if (fault.stall) return void incoming.resume();
    if (fault.answer) {
      const { status, headers, body } = fault.answer;
      incoming.resume().on("end", () => {
        notBefore = timeOf(headers?.["retry-after"]);
        outgoing.writeHead(status, headers).end(body);
      });
      return;
    }
    // The Host header stays: signatures may cover it.
    const asked = request({ hostname, port, method, path, headers });
    let toChange = fault.changeRequest ? Math.floor(Number(headers["content-length"]) / 2) : -1;
    incoming.on("data", (chunk: Buffer) => {
      const isIn = toChange >= 0 && toChange < chunk.length;
      asked.write(isIn ? changed(chunk, toChange) : chunk);
      toChange -= chunk.length;
    });
    incoming.on("end", () => asked.end());
    outgoing.on("close", () => asked.destroy());
    asked.on("error", () => outgoing.destroy());
    asked.on("response", (response) => {
      if (fault.loseAnswer) {
        response.resume().on("end", () => outgoing.destroy());
        return;
      }
      const { rawHeaders, statusCode = 502 } = response;
      // An upload goes on where the answer says: through the proxy as well.
      const own = (server.address() as AddressInfo).port;
      outgoing.writeHead(
        statusCode,
        rawHeaders.map((text) => text.replace(`${hostname}:${port}`, `${hostname}:${own}`)),
      );
      passBody(response, outgoing, fault);
    });
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: target.replace(`:${port}`, `:${(server.address() as AddressInfo).port}`),
    requests,
    get tooEarly() {
      return tooEarly;
    },
    get connections() {
      return sockets.size;
    },
    get stalled() {
      return stalled.size;
    },
    next: (fault) =>
      new Promise((met) => void planned.push({ fault, left: fault.times ?? 1, met })),
    endStalled() {
      for (const outgoing of stalled) outgoing.destroy();
    },
    clear() {
      planned.length = 0;
      requests.length = 0;
      notBefore = 0;
      tooEarly = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), "close");
    },
  };
}

/** When a `Retry-After` of seconds or of a date is over. */
function timeOf(retryAfter = "0"): number {
  const seconds = Number(retryAfter);
  return Number.isNaN(seconds) ? Date.parse(retryAfter) : Date.now() + seconds * 1000;
}

function passBody(response: IncomingMessage, outgoing: ServerResponse, fault: ProxyFault): void {
  if (fault.pieces !== undefined) return void passInPieces(response, outgoing, fault.pieces);
  const { cutAfter = Infinity, stallAfter = Infinity, changeAnswer } = fault;
  const most = Math.min(cutAfter, stallAfter);
  let passed = 0;
  response.on("data", (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(0, most - passed));
    const sent = changeAnswer && passed === 0 && part.length > 0 ? changed(part, 0) : part;
    passed += chunk.length;
    const isLast = passed >= most && cutAfter < stallAfter;
    if (!outgoing.write(sent, () => isLast && outgoing.destroy())) {
      response.pause();
      outgoing.once("drain", () => response.resume());
    }
  });
  response.on("end", () => {
    if (passed < most) outgoing.end();
  });
  response.on("error", () => outgoing.destroy());
}

async function passInPieces(response: IncomingMessage, outgoing: ServerResponse, bytes: number) {
  for await (const chunk of response as AsyncIterable<Buffer>) {
    for (let start = 0; start < chunk.length; start += bytes) {
      outgoing.write(chunk.subarray(start, start + bytes));
      await new Promise(setImmediate);
    }
  }
  outgoing.end();
}

function changed(chunk: Buffer, at: number): Buffer {
  const copy = Buffer.from(chunk);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
