import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Server, startServer } from "./server.js";

export interface RabbitMqOptions {
  /** The most bytes of a message. Default 134,217,728 (128 MiB), as of RabbitMQ 3. */
  readonly maxMessageSize?: number;
}

// Past Debian's wrapper of the same name, which changes the user.
const program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** Starts RabbitMQ: one node, without plug-ins, which the user `guest` may use. */
export function startRabbitMq({
  maxMessageSize = 134_217_728,
}: RabbitMqOptions = {}): Promise<Server> {
  return startServer(async ({ folder, ports: [port, nodesPort, epmdPort] }) => {
    const config = join(folder, "rabbitmq.conf");
    await writeFile(config, `max_message_size = ${maxMessageSize}\nlog.console = true\n`);
    const plugins = join(folder, "enabled_plugins");
    await writeFile(plugins, "[].");
    return {
      url: `amqp://guest:guest@127.0.0.1:${port}`,
      // Erlang would start the register of its nodes (epmd) by itself, as a daemon that outlives it.
      command: ["bash", "-c", `epmd & exec ${program}`],
      env: {
        ERL_EPMD_ADDRESS: "127.0.0.1",
        ERL_EPMD_PORT: `${epmdPort}`,
        RABBITMQ_NODENAME: "kstash@localhost",
        RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
        RABBITMQ_NODE_PORT: `${port}`,
        RABBITMQ_DIST_PORT: `${nodesPort}`,
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
        RABBITMQ_CONFIG_FILE: config,
        RABBITMQ_CONF_ENV_FILE: "/dev/null",
        RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
        RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
        RABBITMQ_LOG_BASE: join(folder, "log"),
        RABBITMQ_PID_FILE: join(folder, "pid"),
      },
      ready: /completed with \d+ plugins/,
    };
  });
}
