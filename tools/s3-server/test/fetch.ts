import { once } from "node:events";
import {
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { loopbackLookup, type S3Server } from "../src/index.js";

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request without the SDK: a presigned link, or one that nobody signed. */
export async function fetchFrom(
  server: S3Server,
  url: string,
  options: RequestOptions = {},
  body?: string | Buffer,
): Promise<Fetched> {
  // Taken apart here: the platform's URL would normalise a path such as `/a/../b`.
  const [, protocol, host, port, path] = /^(https?:)\/\/([^/:]+):(\d+)(.*)$/.exec(url) ?? [];
  const { ca } = server;
  const where = { host, port, path, agent: false, lookup: loopbackLookup, ...(ca && { ca }) };
  const request = (protocol === "https:" ? httpsRequest : httpRequest)({ ...options, ...where });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const chunks = (await response.toArray()) as Buffer[];
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}
