export type { Queue, Queued } from "./queue.js";
export { startSqsServer, type SqsServer, type SqsServerOptions } from "./server.js";
