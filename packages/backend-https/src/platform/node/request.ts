import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { Endpoint } from "../../endpoint.js";
import { guardedLookup } from "./guarded-lookup.js";
import { proxyFor } from "./proxy.js";
import type { Settings } from "../../settings.js";
import type { Request } from "../platform.js";
import { tunnel } from "./tunnel.js";

// Long enough for the next of many links. An idle connection does not keep the process alive.
const IDLE_MS = 4_000;

/** Makes a pool of connections, all of them to addresses that the settings allow. */
export function requester(settings: Settings): Request {
  const { scheme, ca } = settings;
  const lookup = guardedLookup(settings);
  const tls = ca ? { ca } : {};
  const { request: send, Agent } = { http, https }[scheme];
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, lookup, ...tls });

  async function connection(
    endpoint: Endpoint,
    signal: AbortSignal,
  ): Promise<https.RequestOptions> {
    const proxy = scheme === "https" ? proxyFor(endpoint, process.env) : undefined;
    if (!proxy) return { agent };
    const { host } = endpoint;
    const socket = await tunnel(endpoint, proxy, signal);
    const servername = isIP(host) ? "" : host;
    return { createConnection: () => connect({ socket, host, servername, ...tls }) };
  }

  return async (endpoint, signal, headers = {}) => {
    const { host, port, path, authority } = endpoint;
    const via = await connection(endpoint, signal);
    return new Promise((resolve, reject) => {
      const request = send({
        host,
        port,
        path,
        headers: { host: authority, "accept-encoding": "identity", ...headers },
        signal,
        ...via,
      });
      let response: http.IncomingMessage | undefined;
      request.on("response", (received) => resolve((response = received)));
      request.on("error", (error) => {
        // Node's parser attaches what it could not parse, which may be the payload.
        delete (error as { rawPacket?: unknown }).rawPacket;
        reject(error);
        // Bytes after the declared end of the body are an error of the request alone.
        response?.destroy(error);
      });
      request.on("close", () => reject(new Error("it closed without an answer")));
      request.end();
    });
  };
}
