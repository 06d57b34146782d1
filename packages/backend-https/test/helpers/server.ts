import { caPath } from "@kstash/s3-server";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server,
  type Socket,
} from "node:net";

import { dirname, join } from "node:path";

const pem = (name: string) => readFileSync(join(dirname(caPath), name), "utf8");

/** The authority of the test servers: for localhost, *.localhost, *.s3.localhost, 127.0.0.1, ::1. */
export const ca = pem("ca.pem");

export interface TestServer {
  readonly port: number;
  /** Every connection made so far. */
  readonly sockets: Socket[];
  /** Resolves once every connection is closed by its client. */
  readonly idle: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export const serveHttp = (listener: RequestListener) => listen(createHttpServer(listener));

export const serveHttps = (listener: RequestListener) =>
  listen(createHttpsServer({ key: pem("server-key.pem"), cert: pem("server.pem") }, listener));

/** A bare TCP server, for what no HTTP server would send. */
export const serveSockets = (listener: (socket: Socket) => void) =>
  listen(createNetServer(listener));

export async function listen(server: Server): Promise<TestServer> {
  const sockets: Socket[] = [];
  server.on("connection", (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    idle: () => Promise.all(sockets.map(gone)),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function gone(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(undefined);
    else socket.on("close", resolve);
  });
}
