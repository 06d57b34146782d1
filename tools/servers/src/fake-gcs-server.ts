import { join } from "node:path";
import { downloads } from "./paths.js";
import { type Server, startServer } from "./server.js";

/** Starts fake-gcs-server, which keeps everything in memory. It checks neither signatures nor expiry. */
export function startFakeGcs(): Promise<Server> {
  return startServer(({ ports: [port] }) => ({
    url: `http://127.0.0.1:${port}`,
    command: [
      join(downloads, "fake-gcs-server/v1.56.1/fake-gcs-server"),
      "-backend=memory",
      "-scheme=http",
      "-host=127.0.0.1",
      `-port=${port}`,
      `-public-host=127.0.0.1:${port}`,
      `-external-url=http://127.0.0.1:${port}`,
    ],
    ready: /server started/,
  }));
}
