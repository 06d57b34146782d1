// Reads one link from its own server, and prints what keeps the event loop alive afterwards.
import { Address, Config } from "@kstash/core";
import { once } from "node:events";
import { createServer } from "node:http";
import { http } from "../../src/index.ts";

const sockets = [];
const server = createServer((_, response) => response.end("text"));
server.on("connection", (socket) => sockets.push(socket));
server.listen(0, "127.0.0.1").unref();
await once(server, "listening");

const link = `http://127.0.0.1:${server.address().port}/stashes/x.${"0".repeat(32)}`;
await http().get(Address.parse(link), { config: new Config() });

// Do not count the server's end of the connection.
for (const socket of sockets) socket.unref();
setImmediate(() => {
  const held = process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap");
  console.log(JSON.stringify({ held, open: sockets.filter(({ closed }) => !closed).length }));
});
