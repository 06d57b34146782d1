import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Server, startServer } from "./server.js";

export interface MosquittoOptions {
  /** The most bytes of a message. Default 0: those of MQTT, 256 MiB. */
  readonly messageSizeLimit?: number;
}

/** Starts Mosquitto, a broker of MQTT 3.1.1 and 5, which keeps everything in memory. */
export function startMosquitto({ messageSizeLimit = 0 }: MosquittoOptions = {}): Promise<Server> {
  return startServer(async ({ folder, ports: [port] }) => {
    const config = join(folder, "mosquitto.conf");
    await writeFile(
      config,
      `listener ${port} 127.0.0.1
allow_anonymous true
persistence false
message_size_limit ${messageSizeLimit}
log_dest stderr
`,
    );
    return {
      url: `mqtt://127.0.0.1:${port}`,
      command: ["mosquitto", "--config-file", config],
      ready: /mosquitto version \S+ running/,
    };
  });
}
