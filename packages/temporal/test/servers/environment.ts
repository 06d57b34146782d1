import { fileURLToPath } from "node:url";
import { cbor } from "@kstash/codec-cbor";
import { type ConfigOptions, createKstash } from "@kstash/core";
import { Client } from "@temporalio/client";
import { type DataConverter, ExternalStorage } from "@temporalio/common";
import type { temporal } from "@temporalio/proto";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundle,
} from "@temporalio/worker";
import { kstashDriver } from "../../src/index.js";
import * as activities from "./activities.js";

/** A Temporal server of its own, and the workflows of these tests as workers take them. */
export interface Temporal {
  readonly env: TestWorkflowEnvironment;
  readonly workflowBundle: WorkflowBundle;
}

export async function startTemporal(path: string): Promise<Temporal> {
  const logger = new DefaultLogger("ERROR", () => {}); // the tests make it complain
  Runtime.install({ logger, telemetryOptions: { logging: { filter: "ERROR" } } });
  const server = {
    executable: { type: "existing-path", path },
    log: { format: "pretty", level: "error" },
  } as const;
  const env = await TestWorkflowEnvironment.createLocal({ server });
  const workflowsPath = fileURLToPath(new URL("./workflows.ts", import.meta.url));
  return { env, workflowBundle: await bundleWorkflowCode({ workflowsPath, logger }) };
}

/** A client and workers of that server, with kstash in their data converter for payloads from 1 KiB. */
export function programsOf(
  { env, workflowBundle }: Temporal,
  config: ConfigOptions,
  converter: DataConverter = {},
) {
  const kstash = createKstash({ codecs: [cbor], config });
  const externalStorage = new ExternalStorage({
    drivers: [kstashDriver({ kstash, namespace: "payloads" })],
    payloadSizeThreshold: 1024,
  });
  const dataConverter = { ...converter, externalStorage };
  const connection = env.nativeConnection;
  return {
    dataConverter,
    client: new Client({ connection: env.connection, dataConverter }),
    worker: (taskQueue: string) =>
      Worker.create({ connection, taskQueue, workflowBundle, activities, dataConverter }),
  };
}

/** A workflow's history as the server holds it, references and all. */
export async function historyOf({ env }: Temporal, workflowId: string) {
  const { history } = await env.connection.workflowService.getWorkflowExecutionHistory({
    namespace: "default",
    execution: { workflowId },
  });
  return history!;
}

type Events = temporal.api.history.v1.IHistoryEvent;

/** Waits for the first event of a workflow that has such attributes, and answers them. */
export async function eventOf<Kind extends keyof Events>(
  { env }: Temporal,
  workflowId: string,
  kind: Kind,
): Promise<NonNullable<Events[Kind]>> {
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await env.connection.workflowService.getWorkflowExecutionHistory({
      namespace: "default",
      execution: { workflowId },
      waitNewEvent: true,
      ...(nextPageToken && { nextPageToken }),
    });
    const found = page.history?.events?.find((event) => event[kind]);
    if (found?.[kind]) return found[kind];
    nextPageToken = page.nextPageToken;
  } while (nextPageToken?.length);
  throw new Error(`${workflowId} ended without ${kind}`);
}
