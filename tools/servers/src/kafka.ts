import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { downloads } from "./paths.js";
import { type Server, startServer } from "./server.js";

// The small collector and the quick compiler: it starts sooner, and serves one test.
const java = `java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '${join(downloads, "kafka", "*")}'`;

/** Starts Kafka: one node. Its `message.max.bytes` is 1,048,588, the default. */
export function startKafka(): Promise<Server> {
  return startServer(async ({ folder, ports: [port, controllerPort] }) => {
    const config = join(folder, "server.properties");
    await writeFile(
      config,
      `process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:${controllerPort}
log.dirs=${join(folder, "data")}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
`,
    );
    // Any UUID does as the cluster's name.
    const format = `${java} kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAQ -c ${config}`;
    return {
      url: `127.0.0.1:${port}`,
      command: ["bash", "-c", `${format} && exec ${java} kafka.Kafka ${config}`],
      ready: /Kafka Server started/,
    };
  });
}
