import { type Server, startServer } from "./server.js";

/** Starts NATS with JetStream. Its `max_payload` is 1 MiB, the default. */
export function startNats(): Promise<Server> {
  return startServer(({ folder, ports: [port] }) => {
    const address = ["--addr", "127.0.0.1", "--port", `${port}`];
    return {
      url: `nats://127.0.0.1:${port}`,
      command: ["nats-server", ...address, "--jetstream", "--store_dir", folder],
      ready: /Server is ready/,
    };
  });
}
