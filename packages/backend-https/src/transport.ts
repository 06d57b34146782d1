import * as http from "node:http";
import * as https from "node:https";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { Endpoint } from "./endpoint.js";
import { guardedLookup } from "./guarded-lookup.js";
import { proxyFor } from "./proxy.js";
import type { Settings } from "./settings.js";
import { tunnel } from "./tunnel.js";

/**
 * Sends one GET and hands its response to `consume`, as often as asked: nothing is repeated here.
 * Rejects with what `consume` throws or with Node's error; the socket is freed whatever happens.
 */
export type Exchange = <T>(
  endpoint: Endpoint,
  signal: AbortSignal,
  consume: (response: http.IncomingMessage) => Promise<T>,
) => Promise<T>;

// Long enough for the next of many links. An idle connection never keeps the process alive.
const IDLE_MS = 4_000;

/** One pool of connections; each is made to an address that the settings allow. */
export function createTransport(settings: Settings): Exchange {
  const { scheme, ca } = settings;
  const lookup = guardedLookup(settings);
  const tls = ca ? { ca } : {};
  const { request: send, Agent } = { http, https }[scheme];
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, lookup, ...tls });

  async function route(endpoint: Endpoint, signal: AbortSignal): Promise<https.RequestOptions> {
    const proxy = scheme === "https" ? proxyFor(endpoint, process.env) : undefined;
    if (!proxy) return { agent };
    const { host } = endpoint;
    const socket = await tunnel(endpoint, proxy, signal);
    const servername = isIP(host) ? "" : host;
    return { createConnection: () => connect({ socket, host, servername, ...tls }) };
  }

  return async (endpoint, signal, consume) => {
    const { host, port, path, authority } = endpoint;
    const headers = { host: authority, "accept-encoding": "identity" };
    const via = await route(endpoint, signal);
    return new Promise((resolve, reject) => {
      const request = send({ host, port, path, headers, signal, ...via });
      let answered = false;
      // Also of what comes after the declared end of the body.
      request.on("error", (error) => reject(withoutData(error)));
      request.on("close", () => answered || reject(new Error("it closed without an answer")));
      request.on("response", (response) => {
        answered = true;
        consume(response)
          .finally(() => response.readableEnded || request.destroy())
          .then(resolve, reject);
      });
      request.end();
    });
  };
}

/** Node's parser puts what it could not read on its error: that may be the payload. */
function withoutData(error: Error & { rawPacket?: unknown }): Error {
  delete error.rawPacket;
  return error;
}
