import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { listen, type TestServer } from "./server.js";

export interface TestProxy extends TestServer {
  /** The target and the credentials of each CONNECT that it received. */
  readonly asked: { target: string | undefined; authorization: string | undefined }[];
}

/** A proxy that connects every CONNECT to one port on this machine, or lets `refuse` answer it. */
export async function serveProxy(
  port: () => number,
  refuse?: (socket: Socket) => void,
): Promise<TestProxy> {
  const asked: TestProxy["asked"] = [];
  const server = createServer();
  server.on("connect", ({ url, headers }: IncomingMessage, client: Socket) => {
    asked.push({ target: url, authorization: headers["proxy-authorization"] });
    client.on("error", () => {});
    // Node's HTTP servers leave the second half of a closed connection to whoever took it over.
    client.on("end", () => client.end());
    if (refuse) return refuse(client.resume());
    const upstream = connect(port(), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
    return undefined;
  });
  return Object.assign(await listen(server), { asked });
}
