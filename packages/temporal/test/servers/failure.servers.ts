import { EventEmitter, once } from "node:events";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { file } from "@kstash/backend-file";
import { type Backend, isKstashError } from "@kstash/core";
import { installTemporal } from "@kstash/temporal-server";
import { ServiceError, WorkflowFailedError } from "@temporalio/client";
import { ActivityFailure, ApplicationFailure } from "@temporalio/common";
import { Worker } from "@temporalio/worker";
import { eventOf, historyOf, programsOf, startTemporal, type Temporal } from "./environment.js";

const path = installTemporal();

(path ? describe : describe.skip)("what Temporal makes of a failure", () => {
  let temporal: Temporal;
  beforeAll(async () => void (temporal = await startTemporal(path!)));
  afterAll(() => temporal.env.teardown());

  let folder: string;
  let root: string;
  const failures = new EventEmitter();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "kstash-temporal-"));
    root = join(folder, "root");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A real folder, and a word whenever it could not be read. */
  const programs = (maxPayloadBytes?: number) => {
    const inner = file({ root });
    const backend: Backend = {
      ...inner,
      async get(address, context) {
        try {
          return await inner.get(address, context);
        } catch (error) {
          failures.emit("get");
          throw error;
        }
      },
    };
    return programsOf(temporal, { backends: [backend], maxPayloadBytes });
  };
  /** Takes the store down until the function that it answers is called. */
  const takeDown = async () => {
    await rename(root, `${root}.away`);
    await writeFile(root, "a file where a folder has to be");
    return async () => {
      await rm(root);
      await rename(`${root}.away`, root);
    };
  };

  /** A workflow that waits for an activity whose argument is stored, and whose worker is not there yet. */
  const delegated = async (workflowId: string) => {
    const { client, worker } = programs();
    const args = [5000, `${workflowId}-activities`];
    const handle = await client.workflow.start("delegate", {
      taskQueue: workflowId,
      workflowId,
      args,
    });
    const workflows = await worker(workflowId);
    await workflows.runUntil(eventOf(temporal, workflowId, "activityTaskScheduledEventAttributes"));
    return {
      handle,
      workflows: await worker(workflowId),
      activities: await worker(args[1] as string),
    };
  };
  const attemptsOf = async (workflowId: string) => {
    const { attempt } = await eventOf(temporal, workflowId, "activityTaskStartedEventAttributes");
    return attempt;
  };

  test("an activity whose argument is gone fails at once, and the workflow can tell why", async () => {
    const { handle, workflows, activities } = await delegated("gone");
    await rm(root, { recursive: true });
    const both = workflows.runUntil(activities.runUntil(handle.result()));
    const error = (await both.catch((reason: unknown) => reason)) as WorkflowFailedError;
    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect(error.cause).toBeInstanceOf(ActivityFailure);
    const failure = error.cause?.cause as ApplicationFailure;
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: "StashNotFound", nonRetryable: true });
    expect(failure.message).toMatch(/^stash not found: file:\/\/payloads\/kstash\./);
    expect(await attemptsOf("gone")).toBe(1);
  });

  test("an activity whose argument cannot be read now is tried until it can", async () => {
    const { handle, workflows, activities } = await delegated("down");
    const bringBack = await takeDown();
    const twice = once(failures, "get").then(() => once(failures, "get"));
    void twice.then(bringBack);
    expect(await workflows.runUntil(activities.runUntil(handle.result()))).toBe(5000);
    expect(await attemptsOf("down")).toBeGreaterThanOrEqual(3);
  });

  test("an activity whose result is too large fails at once", async () => {
    const { client, worker } = programs(3000);
    const options = { taskQueue: "large", workflowId: "large", args: [5000] };
    const result = (await worker("large")).runUntil(client.workflow.execute("produce", options));
    await expect(result).rejects.toMatchObject({
      cause: { cause: { type: "StashTooLarge", nonRetryable: true } },
    });
    expect(await attemptsOf("large")).toBe(1);
  });

  test("a workflow whose argument is gone goes on once it is there again", async () => {
    const { client, worker } = programs();
    const options = { taskQueue: "waits", workflowId: "waits", args: ["x".repeat(5000)] };
    const handle = await client.workflow.start("consume", options);
    await rename(root, `${root}.away`);
    const workflows = await worker("waits");
    const result = await workflows.runUntil(async () => {
      const { failure } = await eventOf(temporal, "waits", "workflowTaskFailedEventAttributes");
      expect(failure?.applicationFailureInfo?.type).toBe("StashNotFound");
      await rename(`${root}.away`, root);
      return handle.result();
    });
    expect(result).toBe(5000);

    const history = await historyOf(temporal, "waits");
    const { workflowBundle } = temporal;
    const { dataConverter } = programs();
    await Worker.runReplayHistory({ workflowBundle, dataConverter }, history, "waits");
    await rm(root, { recursive: true });
    const replay = Worker.runReplayHistory({ workflowBundle, dataConverter }, history, "waits");
    await expect(replay).rejects.toThrow(/stash not found/);
  });

  test("a client that cannot store an argument is told why, and starts nothing", async () => {
    const { client } = programs();
    await writeFile(root, "a file where a folder has to be");
    const options = { taskQueue: "none", workflowId: "none", args: ["x".repeat(5000)] };
    const start = client.workflow.start("consume", options);
    const error = (await start.catch((reason: unknown) => reason)) as ServiceError;
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.cause).toBeInstanceOf(ApplicationFailure);
    expect(error.cause).toMatchObject({ type: "BackendRemoteError", nonRetryable: false });
    expect(isKstashError((error.cause as Error).cause)).toBe(true);
    await expect(client.workflow.getHandle("none").describe()).rejects.toThrow(/not found/);
  });
});
