import { once } from "node:events";
import {
  type Server,
  startKafka,
  startMosquitto,
  startNats,
  startRabbitMq,
  startRedis,
} from "@kstash/servers";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect as connectNats } from "@nats-io/transport-node";
import { connect as connectRabbitMq } from "amqplib";
import { Kafka, logLevel } from "kafkajs";
import { connectAsync as connectMqtt } from "mqtt";

/** A broker that an example runs against, with the limit that the example says. */
export interface Broker {
  /** Of the example's file. */
  readonly example: string;
  /** The environment variable that takes the broker's URL. */
  readonly variable: string;
  start(): Promise<Server>;
  /** What comes of a body that is sent as it is. Redis takes everything. */
  readonly refusal?: { sent(url: string, body: string): Promise<string>; readonly says: RegExp };
}

export const brokers: readonly Broker[] = [
  {
    example: "rabbitmq",
    variable: "RABBITMQ_URL",
    start: () => startRabbitMq({ maxMessageSize: 1024 * 1024 }),
    refusal: {
      says: /message size 3000018 is larger than configured max size 1048576/,
      async sent(url, body) {
        const connection = await connectRabbitMq(url);
        const channel = await connection.createChannel();
        const refused = once(channel, "error");
        channel.sendToQueue("plain", Buffer.from(body));
        const [error] = (await refused) as [Error];
        await connection.close();
        return error.message;
      },
    },
  },
  { example: "bullmq", variable: "REDIS_URL", start: startRedis },
  {
    example: "nats",
    variable: "NATS_URL",
    start: startNats,
    refusal: {
      says: /max_payload size exceeded/,
      async sent(url, body) {
        const connection = await connectNats({ servers: url });
        const { streams } = await jetstreamManager(connection);
        await streams.add({ name: "plain", subjects: ["plain"] });
        const refused = await reasonOf(jetstream(connection).publish("plain", body));
        await connection.close();
        return refused;
      },
    },
  },
  {
    example: "mqtt",
    variable: "MQTT_URL",
    start: () => startMosquitto({ messageSizeLimit: 128 * 1024 }),
    refusal: {
      says: /^acknowledged, and the first to arrive is the next message$/,
      async sent(url, body) {
        const client = await connectMqtt(url);
        await client.subscribeAsync("plain", { qos: 1 });
        const arrived = new Promise((resolve) => {
          client.once("message", (_, payload) => resolve(payload));
        });
        await client.publishAsync("plain", body, { qos: 1 });
        await client.publishAsync("plain", "the next message", { qos: 1 });
        const first = await arrived;
        await client.endAsync();
        return `acknowledged, and the first to arrive is ${String(first)}`;
      },
    },
  },
  {
    example: "kafka",
    variable: "KAFKA_BROKER",
    start: startKafka,
    refusal: {
      says: /message larger than the max message size the server will accept/,
      async sent(url, body) {
        const producer = new Kafka({ brokers: [url], logLevel: logLevel.NOTHING }).producer();
        await producer.connect();
        const refused = await reasonOf(
          producer.send({ topic: "plain", messages: [{ value: body }] }),
        );
        await producer.disconnect();
        return refused;
      },
    },
  },
];

async function reasonOf(sending: Promise<unknown>): Promise<string> {
  return sending.then(
    () => "taken",
    (error: Error) => error.message,
  );
}
