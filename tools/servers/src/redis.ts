import { type Server, startServer } from "./server.js";

/** Starts Redis, which keeps everything in memory. */
export function startRedis(): Promise<Server> {
  return startServer(({ folder, ports: [port] }) => ({
    url: `redis://127.0.0.1:${port}`,
    command: [
      ...["redis-server", "--bind", "127.0.0.1", "--port", `${port}`],
      ...["--save", "", "--dir", folder],
    ],
    ready: /ready to accept connections/i,
  }));
}
