import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Answer } from "./answer.js";
import { ConnectionDrop, type BodyFault } from "./body-faults.js";

/** Sends an answer, to HEAD without its body. Resolves when it is sent, or the client is gone. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  isHead: boolean,
  bodyFault: BodyFault | undefined,
): Promise<void> {
  const body = answer.body && (bodyFault?.(answer.body) ?? answer.body);
  const headers: Record<string, string | number> = { ...answer.headers };
  if (!body && answer.status !== 204 && answer.status !== 304) headers["content-length"] = 0;
  if (body?.length !== undefined) headers["content-length"] = body.length;
  response.writeHead(answer.status, headers);
  if (!body || isHead) return void response.end();

  const socket = response.socket;
  try {
    let written = 0;
    for await (const chunk of body.chunks) {
      written += chunk.length;
      if (!response.write(chunk)) await drained(response);
      if (response.destroyed) return;
    }
    response.end();
    // Fewer bytes than declared: nothing else would tell the client that no more will come.
    if (written < (body.length ?? 0)) socket?.end();
  } catch (error) {
    if (!(error instanceof ConnectionDrop)) throw error;
    await flushed(response);
    reset(socket);
  }
}

/** Resets a connection. Over TLS it is closed, since there is no way to send RST. */
export function reset(socket: Socket | null): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

// What was written last has left this process; or the connection has ended.
async function flushed(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once("close", resolve).write(Buffer.alloc(0), () => resolve());
  });
}

// There is room to write more; or the connection has ended, and there never will be.
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once("close", leave);
  await once(response, "drain", { signal: gone.signal }).catch(() => {});
  response.off("close", leave);
}
