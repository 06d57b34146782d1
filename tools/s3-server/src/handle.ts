import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Access } from "./access.js";
import { errorAnswer, type Answer } from "./answer.js";
import { authenticate } from "./authenticate.js";
import { createCall } from "./call.js";
import { corsHeaders, type CorsRule, preflight } from "./cors.js";
import { httpDate } from "./dates.js";
import { S3Error } from "./errors.js";
import type { Faults } from "./faults.js";
import type { Link } from "./link.js";
import { recordOf, type RequestRecord } from "./log.js";
import { readRequest, type S3Request } from "./request.js";
import { route } from "./route.js";
import { reset, send } from "./send.js";
import type { Store } from "./store.js";

/** What a running server is made of. */
export interface ServerState {
  readonly access: Access;
  readonly region: string;
  readonly store: Store;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
  readonly clock: () => number;
  readonly link: Link | undefined;
  readonly unchecked: boolean;
}

/** Takes one request from its first byte to its answer's last. */
export async function handle(
  server: ServerState,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomBytes(8).toString("hex").toUpperCase();
  response.sendDate = false;
  response.setHeader("date", httpDate(server.clock()));
  response.setHeader("server", "AmazonS3");
  response.setHeader("x-amz-request-id", requestId);
  message.on("error", () => {}); // a client that goes away; whoever reads the body is told as well

  let request: S3Request;
  try {
    request = readRequest(message);
  } catch (error) {
    message.resume();
    return send(response, failure(error, requestId), message.method === "HEAD", undefined);
  }
  const record = recordOf(request);
  server.requests.push(record);

  await server.link?.think();
  const fault = server.faults.take(request);
  if (typeof fault?.wait === "number") await delay(fault.wait, undefined, { ref: false });
  else await fault?.wait;
  if (fault?.connection === "stall") return void message.resume();
  if (fault?.connection === "drop") return reset(message.socket);

  const answer = fault?.answer
    ? errorAnswer({ message: "", ...fault.answer }, requestId)
    : await operate(server, request).catch((error: unknown) => failure(error, requestId));
  message.resume(); // what is left of a body that was not wanted: the connection goes on
  if (fault?.connection === "drop-answer") return reset(message.socket);
  if (response.destroyed) return;
  record.status = answer.status;
  record.code = answer.code;
  const headers = { ...answer.headers, ...corsHeaders(request, rulesFor(server, request)) };
  await send(response, { ...answer, headers }, request.method === "HEAD", fault?.body);
}

async function operate(server: ServerState, request: S3Request): Promise<Answer> {
  // A browser asks this without the credentials of what is to follow.
  if (request.method === "OPTIONS") return preflight(request, rulesFor(server, request));
  const context = { access: server.access, region: server.region, now: server.clock() };
  const authenticated = authenticate(request, context);
  const operation = route(request);
  return operation(createCall(request, authenticated, server));
}

function rulesFor({ store }: ServerState, { bucket }: S3Request): readonly CorsRule[] | undefined {
  return bucket === undefined ? undefined : store.buckets.get(bucket)?.cors;
}

function failure(error: unknown, requestId: string): Answer {
  if (error instanceof S3Error) {
    const range = error.details["ActualObjectSize"];
    const headers = range && { "content-range": `bytes */${range}` };
    const answer = errorAnswer(error, requestId);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return errorAnswer({ status: 500, code: "InternalError", message }, requestId);
}
