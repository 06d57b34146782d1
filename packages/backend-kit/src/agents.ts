import { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";

/** An agent for each protocol, as `new URL(url).protocol` has it. */
export type Agents = Readonly<Record<"http:" | "https:", HttpAgent>>;

/**
 * Agents that give up on a connection that is silent for so long (30 s by default), with the error code
 * `ETIMEDOUT`. SDKs by themselves wait without end, even for a server that has gone.
 */
export function agentsWithTimeLimit(silentMs = 30_000): Agents {
  const options: AgentOptions = { keepAlive: true, timeout: silentMs };
  return {
    "http:": endSilent(new HttpAgent(options)),
    "https:": endSilent(new HttpsAgent(options)),
  };
}

/** An agent's `timeout` by itself only makes its sockets say so. */
function endSilent<T extends HttpAgent>(agent: T): T {
  const connect = agent.createConnection as (...args: unknown[]) => Socket;
  agent.createConnection = (...args: unknown[]) => {
    const socket = connect.apply(agent, args);
    return socket.on("timeout", () => {
      const error = new Error("the connection was silent for too long");
      socket.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
    });
  };
  return agent;
}
