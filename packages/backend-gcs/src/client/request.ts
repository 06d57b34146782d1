import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import { abortable, retry } from "@kstash/backend-kit";
import { GcsError, isTransient, pace } from "../errors/gcs-error.js";
import type { Session } from "./connection.js";

/** A request of the JSON API. */
export interface Request {
  readonly method: "DELETE" | "GET" | "PATCH" | "POST" | "PUT";
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** What is an answer besides 2xx. */
  readonly accepts?: readonly number[];
}

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Read it to the end, or destroy it. */
  readonly body: Readable;
}

/** `https://storage.googleapis.com/storage/v1/b/BUCKET/o/OBJECT` */
export function objectUrl(
  { storage }: Session,
  { namespace, key }: { readonly namespace: string; readonly key: string },
): string {
  return `${storage.apiEndpoint}/storage/v1/b/${namespace}/o/${encodeURIComponent(key)}`;
}

/**
 * Sends a request, again up to three times while the store or the network fails ("Retry strategy",
 * Cloud Storage). The SDK authenticates them; its own methods are not used, as they know no abort, wait
 * without end for a body that was cut off, and when one is left end the connections of other requests.
 *
 * @throws {GcsError} for an answer that says no
 */
export function send(
  session: Session,
  request: Request,
  signal = session.signal,
): Promise<Response> {
  return retry(
    4,
    signal,
    isTransient,
    () => abortable(sendOnce(session, request, signal), signal),
    pace,
  );
}

/** The same for an answer that is JSON, or that nobody reads. */
export async function sendForJson<T>(session: Session, request: Request): Promise<T> {
  const { body } = await send(session, request);
  const text = await textOf(body);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

export async function sendOnce(
  session: Session,
  { method, url, params = {}, headers, body, accepts = [] }: Request,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const target = new URL(url);
  for (const [name, value] of Object.entries(params)) target.searchParams.set(name, value);
  const isTls = target.protocol === "https:";
  const options = {
    method,
    agent: session.agents[isTls ? "https:" : "http:"],
    headers: {
      ...(await authorization(session, url)),
      ...headers,
      ...(body && { "content-length": body.length }),
    },
    ...(signal && { signal }),
  };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = (isTls ? https : http).request(target, options, resolve);
    request.on("error", reject).end(body);
  });
  const { statusCode: status = 0 } = answer;
  if ((status < 200 || status > 299) && !accepts.includes(status)) {
    throw new GcsError(status, await textOf(answer), answer.headers["retry-after"]);
  }
  return { status, headers: answer.headers, body: answer };
}

/** None for an emulator, as in the SDK. */
async function authorization(
  { storage }: Session,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  if (storage.customEndpoint && !storage.useAuthWithCustomEndpoint) return {};
  try {
    const headers: Headers | Record<string, string> =
      await storage.authClient.getRequestHeaders(url);
    // An object in version 7 of the SDK, `Headers` since version 8.
    return Object.fromEntries(new Headers(headers));
  } catch (cause) {
    const { message } = cause as Error;
    const name = /default credentials/i.test(message) ? "CredentialsMissing" : "TokenRefused";
    throw Object.assign(new Error(message, { cause }), { name });
  }
}

export async function textOf(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
