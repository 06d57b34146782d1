import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Socket } from "node:net";
import type { Endpoint } from "../../endpoint.js";
import { UnexpectedResponse } from "../../retry.js";

/** Connects to the endpoint through the proxy, by CONNECT (RFC 9110 section 9.3.6). */
export function tunnel({ host, port }: Endpoint, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const send = proxy.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || undefined,
      method: "CONNECT",
      path: target,
      headers: { host: target, ...credentials(proxy) },
      agent: false,
      signal,
    });
    request.on("error", reject);
    request.on("response", (response) => {
      response.destroy();
      reject(refused(response.statusCode));
    });
    request.on("connect", ({ statusCode = 0 }, socket: Socket, head: Buffer) => {
      // In TLS the client speaks first, so bytes that are here already come from the proxy.
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) return resolve(socket);
      socket.destroy();
      return reject(refused(statusCode));
    });
    request.end();
  });
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

function refused(status = 0): UnexpectedResponse {
  return new UnexpectedResponse(`the proxy in HTTPS_PROXY or ALL_PROXY answered ${status}`, {
    transient: status === 429 || status >= 500,
  });
}
