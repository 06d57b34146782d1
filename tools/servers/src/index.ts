export { freePorts } from "./free-ports.js";
export { installServers } from "./install.js";
export { startKafka } from "./kafka.js";
export { type MosquittoOptions, startMosquitto } from "./mosquitto.js";
export { startNats } from "./nats.js";
export { type RabbitMqOptions, startRabbitMq } from "./rabbitmq.js";
export { startRedis } from "./redis.js";
export type { Server } from "./server.js";
