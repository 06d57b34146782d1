import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { downloads } from "./paths.js";
import { type Server, startServer } from "./server.js";

export interface AzuriteOptions {
  /** A certificate for localhost and its key, in PEM: then it speaks https, and takes Entra ID's tokens. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Azurite's blob service; `url` is the endpoint of its one account, whose name and key are public. */
export interface Azurite extends Server {
  readonly account: string;
  readonly accountKey: string;
  readonly connectionString: string;
}

// "Well-known storage account and key" (Azurite's documentation).
const account = "devstoreaccount1";
const accountKey =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** Starts Azurite's blob service, which keeps everything in memory. */
export async function startAzurite({ tls }: AzuriteOptions = {}): Promise<Azurite> {
  const server = await startServer(async ({ folder, ports: [port] }) => ({
    url: `${tls ? "https://localhost" : "http://127.0.0.1"}:${port}/${account}`,
    command: [
      process.execPath,
      join(downloads, "azurite/node_modules/azurite/dist/src/blob/main.js"),
      "--blobHost=127.0.0.1",
      `--blobPort=${port}`,
      "--inMemoryPersistence",
      "--skipApiVersionCheck",
      "--disableTelemetry",
      "--silent",
      ...(tls ? await secured(folder, tls) : []),
    ],
    ready: /successfully listen/,
  }));
  const protocol = new URL(server.url).protocol.slice(0, -1);
  const connectionString = [
    `DefaultEndpointsProtocol=${protocol}`,
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${server.url}`,
  ].join(";");
  return { ...server, account, accountKey, connectionString };
}

async function secured(folder: string, tls: NonNullable<AzuriteOptions["tls"]>) {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await Promise.all([writeFile(cert, tls.cert), writeFile(key, tls.key)]);
  return ["--cert", cert, "--key", key, "--oauth", "basic"];
}
