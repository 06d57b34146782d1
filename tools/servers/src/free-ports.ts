import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

/**
 * Ports of the loopback that are free now, for a program that cannot take port 0 and tell. The system
 * hands such a port out again only after all others, so nobody else has it a moment later.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}
