import { type Server, startServer } from "./server.js";

/** Starts Redis, which keeps everything in memory. */
export function startRedis(): Promise<Server> {
  return startServer(({ folder, ports: [port] }) => {
    const address = ["--bind", "127.0.0.1", "--port", `${port}`];
    return {
      url: `redis://127.0.0.1:${port}`,
      command: ["redis-server", ...address, "--save", "", "--dir", folder],
      ready: /ready to accept connections/i,
    };
  });
}
