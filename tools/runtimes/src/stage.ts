import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { install } from "@kstash/packed";
import { amazonEnvironment } from "@kstash/s3-server";
import { startSqsServer } from "@kstash/sqs-server";
import { type Store, startStore } from "./store.js";

/** What all tests share. */
export interface Stage {
  /** Where kstash and the runtimes are installed. */
  readonly folder: string;
  /** The same S3, over http and over https. */
  readonly http: Store;
  readonly https: Store & { readonly ca: string };
  /** Leads programs to the servers, in AWS's place too. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const folder = await install(new URL("../fixture/", import.meta.url));
  await mkdir(join(folder, "home"));
  const [http, https, sqs] = await Promise.all([
    startStore({ tls: false }),
    startStore({ tls: true }),
    startSqsServer({ tls: true, queues: ["orders"] }),
  ]);
  const ca = https.ca!;
  return {
    folder,
    http,
    https: { ...https, ca },
    env: {
      ...amazonEnvironment({ ...https, credentials: https }, sqs),
      STORES: JSON.stringify({ http, https }),
      NO_COLOR: "1",
    },
    async close() {
      await Promise.all([http.close(), https.close(), sqs.close()]);
    },
  };
}
