import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Storage } from "./map-backend.js";

/** What the server checks of a link: each can be left out, to be broken. */
export interface LinkRules {
  readonly signature: boolean;
  readonly expiry: boolean;
  readonly contentType: boolean;
}

/** Serves what a storage holds to whoever has a signed link. */
export interface LinkServer {
  link(namespace: string, key: string, ttlSec: number): string;
  close(): Promise<void>;
}

const SECRET = "not a secret";

export async function startLinkServer(storage: Storage, rules: LinkRules): Promise<LinkServer> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const expires = searchParams.get("expires") ?? "";
    const signed = equal(searchParams.get("signature") ?? "", signatureOf(pathname, expires));
    const found = storage.get(decodeURIComponent(pathname.slice(1)));
    if ((rules.signature && !signed) || (rules.expiry && Date.now() >= Number(expires))) {
      response.writeHead(403).end();
    } else if (!found) {
      response.writeHead(404).end();
    } else {
      const type = rules.contentType ? found.contentType : "application/octet-stream";
      response.writeHead(200, { "content-type": type }).end(found.bytes);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    link(namespace, key, ttlSec) {
      const path = `/${encodeURIComponent(`${namespace}/${key}`)}`;
      const expires = String(Date.now() + ttlSec * 1000);
      const query = `expires=${expires}&signature=${signatureOf(path, expires)}`;
      return `http://127.0.0.1:${port}${path}?${query}`;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function signatureOf(path: string, expires: string): string {
  return createHmac("sha256", SECRET).update(`${path}\n${expires}`).digest("hex");
}

function equal(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
